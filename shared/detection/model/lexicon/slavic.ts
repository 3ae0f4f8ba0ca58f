import type { Words } from './classes.ts';

/** Russian, Ukrainian, Polish, Czech, Slovak, Bulgarian, Serbian; Greek and Turkish as neighbours. */
export const SLAVIC: Words = {
  IGNORE: `игнорир* проигнорир* забудь* забыть забыв* пренебре* отбрось* обойди* отмени* игноруй*
    проігноруй* знехтуй* відкинь* скасуй* игнорирай* забрави* занемари* заборави* ignoruj* zignoruj*
    zapomnij* pomin* pomij* odrzuc* omin* zapomen* preskoc* zanedb* zabudn* αγνοησ* αγνόησ* ξέχασε*
    ξεχάστε παράβλεψε* yoksay* unut* gormezden dikkate`,
  PREVIOUS: `предыдущ* прежн* прошл* ранее вышеуказан* вышестоящ* выше исходн* первоначальн* попередн* минул*
    раніше вище предишн* предходн* претходн* poprzedni* wczesniejsz* powyzsz* dotychczasow*
    predchozi* predesl* predchadz* vyse προηγούμεν* παραπάνω αρχικ* onceki* yukaridaki* onceden daha`,
  ALL: `все всё всех все* усі всі усе всички сички све сва wszystk* kazd* vsechn* vsetk* όλες όλα όλους
    κάθε tumu butun hepsini`,
  INSTRUCTION: `инструкци* указани* правил* директив* распоряжени* приказ* команд* установк* інструкці* вказівк*
    наказ* инструкции упатств* instrukcj* polecen* zasad* regul* wytyczn* rozkaz* instrukc* pokyn*
    pravid* prikaz* οδηγί* οδηγίες κανόν* εντολ* talimat* kural* yonerge* komut* emir*`,
  REVEAL: `раскрой* раскры* выдай* разгласи* обнаружь* розкрий* розголос* видай* разкрий* ujawnij* zdradz*
    wyjaw* odhal* prozrad* vyzrad* αποκάλυψ* φανέρωσ* ifsa acikla* acik goster*`,
  SAY: `покажи* скажи* напиши* повтори* выведи* ответь* отвечай* распечатай* назови* переведи* виведи*
    відповідай* назви* pokaz* powiedz* napisz* powtorz* wypisz* wyswietl* odpowiedz* podaj* ukaz*
    rekni* napis* zopakuj* vypis* odpovez* povedz* δείξε* πες γράψε* επανάλαβ* απάντησ* τύπωσ*
    soyle* yazdir* tekrarla* yanit* cevap* listele*`,
  SECRET: `парол* секрет* тайн* ключ* конфиденциальн* таємн* секретн* конфіденційн* тајн* лозинк* hasl*
    sekret* tajn* klucz* poufn* hesl* tajemstv* klic* duvern* κωδικ* μυστικ* κλειδ* απόρρητ* parola*
    sifre* gizli* anahtar*`,
  SYSTEM: `систем* администратор* разработчик* адміністратор* розробник* система* system* administrator*
    programist* deweloper* vyvojar* spravc* systemov* σύστημα* συστήματος διαχειριστ* προγραμματιστ*
    sistem* yonetici* gelistirici*`,
  PROMPT: `промпт* сообщени* контекст* подсказк* промт* запит* повідомлен* prompt* wiadomosc* kontekst*
    zprav* sprav* μήνυμα προτροπ* istem* mesaj* baglam*`,
  ROLE: `притворись* веди представь* сыграй* действуй* вообрази* роль роли уяви* поводься прикинься* грай
    udawaj* zachowuj wciel* wyobraz* graj role rola predstav* chovej hraj predstieraj κάνε
    προσποιήσου υποκρίσου φαντάσου ρόλο davran* rolunu hayal`,
  AI: `ии искусственн* ассистент* помощник модель бот нейросет* ші штучн* помічник* asystent* sztuczn*
    umel* asistent* τεχνητ* βοηθός yapay zeka asistan* model*`,
  FREE: `неограниченн* бесцензурн* нефильтрован* незаконн* необмежен* nieograniczon* niecenzur* neomezen*
    necenzur* απεριόριστ* sinirsiz* sansursuz* kisitlamasiz*`,
  MODE: 'режим* тряб trybie tryb rezim* λειτουργία modu moduna',
  NOT: `не нет никогда без нельзя ничего нікак ні ніколи жодн* nigdy zadn* nikdy nesm* δεν μην μη ποτέ
    χωρίς degil hicbir asla olmadan`,
  OBEY: `должен должн* обязан* подчиняйся следуй* выполни* выполняй* исполняй* повинен мусиш виконай*
    дотримуйся musisz wykonaj* przestrzegaj* sluchaj postepuj musis proved* uposlechni dodrzuj
    vykonaj πρέπει ακολούθησε εκτέλεσε υπάκουσε zorunda* uygula* calistir* itaat`,
  NEW: `нов* следующ* нова нові новий наступн* nowe nowy nowa nowych nastepujac* nove novy nova
    nasledujic* nasledovn* νέ* νέες καινούρ* ακόλουθ* yeni asagidaki sonraki`,
  NOW: `теперь сейчас немедленно отныне тепер зараз негайно відтепер teraz natychmiast odtad nyni
    okamzite τώρα αμέσως simdi derhal hemen itibaren artik`,
  URGENT: `важно* срочно* внимание предупреждение важливо терміново увага важно wazne pilne uwaga dulezite
    pozor nalehave σημαντικ* επείγον προσοχή onemli acil dikkat uyari`,
  SEND: `отправь* пошли* перешли* переведи* передай* загрузи* надішли* відправ* переказ* wyslij*
    przeslij* przekaz* przelej* posli* odesli* prepos* preved* στείλ* προώθησ* gonder* ilet* yolla*
    aktar* yukle*`,
  DELETE: `удали* сотри* уничтожь* видали* знищ* usun* skasuj* zniszcz* smaz* odstran* vymaz* διάγραψ*
    σβήσ* siliniz kaldir*`,
  PERSON: 'пользовател* клиент* користувач* uzytkownik* uzivatel* pouzivatel* χρήστη* χρήστης kullanici*',
  HIDE: `тайно незаметно упомина* сообщай таємно згадуй potajemnie wspominaj tajne zminuj κρυφά αναφέρεις
    gizlice bahsetme`,
  ETHICS: `этик* этическ* морал* закон* безопасност* опасн* етик* етичн* безпек* etyk* etyczn* moraln*
    praw* bezpieczenstw* etik* etick* zakon* bezpecnost* ηθικ* νόμ* ασφάλεια etik ahlak* yasa*
    guvenlik*`,
  YOU: `ты вы тебя тебе твой твои твоих свой свои ваши ваш вас ти ви твої твій свої вами twoj* twoje
    twoich ciebie swoj* tvoj* tvych svoj* εσύ σου είσαι senin sizin sana`,
  TASK: `задач* задани* вопрос* цель завдан* питання zadani* pytani* ukol* otazk* uloh* εργασία αποστολή
    ερώτηση gorev* soru* amac*`,
  TEST: `тест* провер* отладк* гипотетическ* вымышлен* перевірк* гіпотетичн* test* hipotetyczn*
    hypotetick* δοκιμ* υποθετικ* deneme kurgusal varsayimsal`,
  ONLY: `только лишь именно дословно точно лише тільки дослівно tylko wylacznie dokladnie doslownie pouze
    presne doslova μόνο ακριβώς sadece yalnizca aynen kelimesi`,
  ALLOWED: `доступ* разрешен* разрешаю дозвіл дозволено dostep* zezwol* pozwol* upowaznion* pristup*
    povolen* opravnen* πρόσβαση άδεια erisim* izin* yetki*`,
  LIMIT: `ограничени* фильтр* цензур* запрет* обмежен* фільтр* ograniczen* filtr* cenzur* omezen*
    obmedzen* περιορισμ* φίλτρ* kisitlama* sinir* filtre* sansur*`,
  INSTEAD: 'вместо взамен но замість натомість але zamiast misto namiesto αντί αλλά yerine bunun',
};
