import type { Words } from './classes.ts';

/** More everyday words by which a model is told to drop its rules, show its text or play another, in twenty languages. */
export const WORLDWIDE: Words = {
  IGNORE: `lass verlern* streich* pfeif ubergehen loschst vergiss
    oublie* oubliez ignore* ignorez neglige* abandonne* laisse delaisse* passe efface* contourne* desobeis*
    olvida* olvide* borra* borre* descarta* omite* deja haz ignora* desobedece* salta anula*
    dimentica* scorda* trascura* tralascia* lascia scarta* aggira* elimina abbandona* disobbedisci*
    esqueca* esquece* desconsidera* descarte* abandone* apague apaga largue contorne*
    vergeet negeer* laat 
    zapomnij zignoruj* pomin pomijaj olej porzuc* zapomen* ignoruj* neber vynechej prestan
    забудь* забуд* игнориру* отбрось* плюнь откаж* сотри наплюй пропусти нарушь знехту* ігноруй* відкинь* зітри облиш
    unut* yoksay* onemseme* sil birak gormezden aldirma
    别管 忘掉 忘了 忘记 忽略 无视 不管 抛开 抛弃 不要理会 不用理会 清空 跳过 丢掉
    忘れて 忘れ 無視 捨てて 従わず 破って 気にせず 取り消し
    잊어* 잊고* 무시* 버려* 버리고* 어기* 따르지*
    انس انسى تجاهل* اهمل* دعك اترك تجاوز* لاتهتم
    भूल भूलकर भुला अनदेखा नजरअंदाज छोड़ छोड़ो छोड़कर
    lupakan abaikan hiraukan kesampingkan buang langgar
    quên bỏ phớt 
    ลืม เพิกเฉย ละเว้น ไม่ต้องสนใจ
    glöm strunta bortse glem ignorer* unohda*`,
  PREVIOUS: `beigebracht* anfang* zuvor davor ursprungs* vorher oben
    precedent* anterieur* initiale initiales debut avant origine auparavant
    anterior* previo previa* inicial* principio antes arriba comienzo dijeron
    precedent* iniziale* iniziali inizio prima sopra ricevut* avute avuto
    anterior* inicio iniciais antes acima comeco recebid*
     eerder daarvoor boven zeiden
    poczatk* wczesniej* poprzedni* powyzej dotychczas* dostales otrzymales
    нача́л* начал* раньше прежн* прошл* предыдущ* выше учили исходн* первоначальн* початк* раніше попередн* вище
    onceki* baslangic* ilk yukari* verilen simdiye
    之前 最初 最开始 开头 以前 先前 上面 前面 原来 起初 收到
    最初 これまで 今まで 以前 前の 上の 冒頭 与えられた
    처음* 이전* 앞서* 지금까지* 기존* 위의 받은
    السابق* البداية الاول* سابقا قبل اعلاه
    पहले शुरू पिछले अब तक आरंभ ऊपर मिला
    sebelumnya awal tadi terdahulu semula
    trước đầu trên  
    ก่อนหน้า ตอนแรก แรก เดิม ที่ได้รับ
    början tidigare fått predchozi* zacatk* dostal`,
  SAY: `schreib* abschreib* aufsagen wortgetreu zitier* drucke nenn* sag sage wiederhol* kopier* ausgeben
    recopie* copie* ecris* ecrivez affiche* montre* repete* dis donne* donnez reproduis* traduis* recite* reponds* repondez
    escrib* copia* repite* repetir muestra* muestre* dime imprime* contesta* responde* ensena* transcrib*
    scrivi* ricopia* copia* ripeti* mostra* stampa* dimmi rispondi* trascrivi* elenca*
    escrev* copie* repita* repete* mostre* mostra* diga imprima* responda* transcreva* exiba*
    toon schrijf* herhaal* kopieer* antwoord* druk overtyp*
    wypisz* napisz* pokaz* powtorz* podaj* skopiuj* odpowiad* odpowiedz* wyswietl* vypis* napis* ukaz* zopakuj* odpovid*
    покажи* выведи* напиши* повтори* скажи* напечатай* перепиши* отвечай* ответь* процитируй* назови* покажи надрукуй* виведи* напиши* скажи* відповідай*
    yaz* goster* tekrarla* soyle* yazdir* kopyala* cevap* cevapla* yanitla*
    写出来 写出 写 输出 打印 复述 重复 说出 告诉 显示 列出 回答 抄写 展示 翻译
    書いて 出力 表示 教えて 繰り返し 答えて 復唱 見せて 書き出し そのまま
    적어* 써* 출력* 보여* 말해* 알려* 대답* 답해* 반복* 복사*
    اكتب* اعرض* اطبع* كرر* اجب* قل اظهر* انسخ* اعد
    लिखो लिखें दिखाओ दिखाएं बताओ बताएं दोहराओ छापो जवाब कॉपी
    tulis* tampilkan* tunjukkan* ulangi* jawab* katakan* salin* cetak* sebutkan*
    chép viết hiển lặp trả nói
    เขียน แสดง พิมพ์ ตอบ บอก คัดลอก ทวน
    skriv* visa upprepa* svara*`,
  SECRET: `geheim* verborgen* versteckt* passwort*
    secret*  cachee* confie* confidentiel* mot passe
    secret* oculto* oculta* ocultas clave contrasena escondid* confidencial*
    segret* nascost* riservat* parola chiave
    secret* ocult* senha escondid* confidencia*
    verborgen geheime wachtwoord
    ukryt* tajn* sekret* haslo poufn* skryt* tajne heslo
    скрыт* тайн* секрет* парол* спрятан* прихован* таємн* пароль
    gizli* sifre* parola sakli*
    秘密 隐藏 密码 口令 机密 暗号 私密
    秘密 隠された 隠し パスワード 合言葉 非公開
    비밀* 숨겨* 암호*
    السري* سري سرية المخفي* مخفي
    गुप्त छिपा छिपे छुपा पासवर्ड गोपनीय
    rahasia* tersembunyi sandi
    bí mật khẩu
    ความลับ ลับ ซ่อน รหัสผ่าน
    dold* hemlig* losenord*`,
  PROMPT: ` texte texto testo tekst* текст* metin* metni 文本 文字 文章 原文 文言 문장* 텍스트* النص نص पाठ teks nguyên ข้อความ
    messaggio mensaje mensagem nachricht vorgabe* briefing comunicad* komut*`,
  INSTRUCTION: `vorgaben auftrag* befehle grundsatz* regelwerk
    consigne* regle* directive* ordre* instruction* contrainte*
    norma normas regla* orden ordenes instruccion* directriz* indicacion*
    regola regole istruzion* indicazion* direttiv* ordini
    regra* instruc* ordem ordens diretriz* orientac*
    opdracht* regels voorschrift* instructie*
    zasad* polecen* instrukcj* wytyczn* reguly regula reguł pravidl* pokyn*
    правил* инструкц* указан* приказ* установк* настав* вказів* інструкц*
    talimat* kural* komut* yonerge* emir*
    指令 指示 规定 规则 命令 准则 约束 要求 设定
    指示 命令 規則 ルール 指針 制約 設定
    지시* 규칙* 명령* 지침* 규정*
    التعليمات تعليمات الاوامر القواعد قواعد توجيه*
    निर्देश निर्देशों नियम नियमों आदेश हिदायत
    perintah* aturan* instruksi* petunjuk* arahan*
    hướng chỉ lệnh quy tắc
    คำสั่ง กฎ ข้อกำหนด คำแนะนำ
    regler instruktion* anvisning*`,
  FREE: `regellos* ungefiltert* hemmungslos* grenzenlos* schrankenlos* freigeschaltet ungezugelt*
    illegal* libre* debride* censure* limites illimite*
    ilegal* censura limites ilimitad* desinhibid*
    illegal* libera libero illimitat* censure limiti
    ilegal* livre* censura ilimitad* limites
    grenzeloos grenzen ongeremd*
    ogranicz* nieograniczon* cenzur* bezpruderyj* omezen* neomezen*
    огранич* свободн* цензур* запрет* обмеж* вільн*
    sinirsiz* kuralsiz* sansursuz* kisitlama* ozgur*
    不受限制 没有限制 无限制 不受约束 无约束 不受任何规则 毫无限制 自由
    制限のない 無制限 規制のない 自由な 検閲
    제한* 무제한* 자유로운 검열*
    قيود بلاقيود حر مقيد رقابة
    प्रतिबंध सीमा आजाद बेरोक
    batasan bebas tanpabatas 
    giới hạn kiểm duyệt
    ข้อจำกัด อิสระ ไร้ขีดจำกัด
    granser ohammad*`,
  ROLE: `spiele* verhalte* benimm 
    joue* comporte* incarne* fais agis deviens role
    actua actúa finge fingir comportate imagina* juega papel fueras conviertete
    fingi* comportati recita* immagina* diventa gioca
    finja* aja atue* imagine* comporte* faca torne
     gedraag* speel* wees
    udawaj* zachowuj* wciel* graj badz chovej predstav
    притворись* представь* веди сыграй* вообрази* стань вдай уяви поводься
    davran* rol oyna* gibi
    扮演 假装 充当 角色 你就是 变成
    演じて なりきって ふりをして 振る舞 役割
    연기* 역할* 행동* 척* 되어*
    تظاهر* تصرف* تخيل* دور تقمص*
    अभिनय भूमिका नाटक बनो मानो
    berpura* bertindak* berperan* bayangkan* jadilah
    đóng vai giả
    สวมบทบาท แกล้ง สมมติ ทำตัวเป็น
    lats* spela agera*`,
  NOW: `sofort nun jetzt fortan kunftig
    maintenant desormais partir dorenavant
    ahora adelante partir desde
    ora adesso avanti poi subito
    agora partir diante doravante
    nu vanaf voortaan
    teraz odtad chwili odted nyni 
    теперь сейчас отныне впредь тепер відтепер зараз
    artik simdi itibaren bundan
    现在 从现在起 从此 今后 马上
    今から これから 今後 ただちに
    이제부터 이제 지금부터 앞으로
    الان منالان منذ
    अब आगे अभी
    sekarang mulai selanjutnya
    giờ  
    ตอนนี้ ตั้งแต่นี้ ต่อไป
    fran`,
  AI: `computer maschine roboter ki rechner
    ia robot machine ordinateur modele assistant
    ia maquina robot modelo asistente ordenador
    ia macchina robot modello assistente
    ia maquina robo modelo assistente
    bot computer
     maszyn* model* asystent* pocitac*
    бот* робот* машин* модел* ассистент* нейросет* ии модель
    yapay zeka robot* asistan* model*
    人工智能 机器人 模型 助手
    人工知能 ロボット モデル アシスタント
    인공지능* 로봇* 모델* 에이아이* 봇*
    الذكاء ذكاء اصطناعي روبوت نموذج مساعد
    एआई रोबोट मॉडल सहायक
    mesin robot model asisten
    robot  
    เอไอ หุ่นยนต์ โมเดล ผู้ช่วย`,
  NOT: `sin senza sem zonder bez без без* nélkül 没有 不受 别 不要 ない せずに なしで 없는* 없이* 않* بلا بدون لا बिना नहीं tanpa tidak jangan không chẳng ไม่ ไร้ utan olmayan yok sans jamais pas nunca ningun* nessun* mai nenhum* nooit nigdy ikke ohne`,
  ALL: `alles jede* egal 
    tout toute* tous quelconque
    todos cualquier* toda todas 
    tutto tutte qualsiasi ogni
    tudo qualquer
    alles elke iedere
    wszystk* kazd* vsechn* kazdy
    все всё всех любо* кажд* будь усе
     butun tum hepsi
    所有 一切 任何 什么都 全部 完整 一字不漏
    すべて 全て どんな 何でも 全文 全部
    모두 모든 무엇이든 전부 전체 그대로
    كل جميع اي كامل
    सब सारी सारे हर पूरा हूबहू
    semua setiap seluruh apapun
    tất mọi toàn
    ทั้งหมด ทุก
    allt alla`,
};
