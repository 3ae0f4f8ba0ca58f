import type { Words } from './classes.ts';

/** Chinese, Japanese, Korean, Vietnamese, Indonesian, Malay, Thai, Filipino. */
export const ASIAN: Words = {
  IGNORE: `忽略 忽视 无视 無視 忘记 忘掉 忘記 忘れ 跳过 绕过 抛弃 取消 破棄 無効 무시* 잊어* 잊고 건너뛰* 무효* quen abaikan* lupakan* lewati*
    hiraukan ละเว้น เพิกเฉย ลืม ไม่สนใจ huwag kalimutan balewalain`,
  PREVIOUS: `之前 以前 先前 前面 上面 上述 以上 此前 原来 最初 以前の 前の 上記 これまで 今まで 이전* 위의 앞선 기존* 지금까지 truoc sebelumnya terdahulu
    semula ก่อนหน้า ข้างต้น เดิม nauna nakaraang`,
  ALL: '所有 全部 一切 任何 すべて 全て あらゆる 全部の 모든 모두 전부 toan semua seluruh segala ทั้งหมด ทุก lahat',
  INSTRUCTION: `指令 指示 规则 規則 規定 命令 说明 指南 指引 要求 准则 ルール ガイドライン 지시* 명령* 규칙* 지침* 가이드라인* lenh huong instruksi* aturan*
    perintah* arahan* petunjuk* คำสั่ง กฎ คำแนะนำ panuto tagubilin utos`,
  REVEAL:
    '透露 泄露 揭示 公开 洩露 暴露 明かし 公開 漏らし 開示 공개* 누설* 폭로* 드러내* bocorkan ungkap* beberkan เปิดเผย ibunyag',
  SAY: `显示 输出 打印 告诉 重复 回答 回复 写出 列出 说出 顯示 輸出 告訴 重複 翻译 翻譯 表示し 出力 教えて 繰り返 答え 書いて 言って 印刷 翻訳 보여* 출력* 말해* 알려*
    반복* 답* 써 번역* 적어* hien viet tampilkan* katakan* tulis* jawab* ulangi* cetak* beritahu* sebutkan*
    แสดง บอก พิมพ์ ตอบ เขียน พูด sabihin ipakita isulat`,
  SECRET: `密码 秘密 机密 密钥 口令 密碼 機密 金鑰 パスワード 秘密の 機密の 鍵 合言葉 비밀번호* 비밀* 암호* 기밀* 열쇠 khau sandi rahasia kunci
    รหัสผ่าน ความลับ ลับ lihim`,
  SYSTEM: `系统 系統 管理员 管理員 开发者 開發者 システム 管理者 開発者 시스템* 관리자* 개발자* thong quan sistem* pengembang* admin ระบบ
    ผู้ดูแล นักพัฒนา`,
  PROMPT:
    '提示词 提示 提示詞 上下文 消息 プロンプト メッセージ 文脈 会話 프롬프트* 메시지* 대화* nhac pesan konteks percakapan ข้อความ พรอมต์',
  ROLE: `扮演 假装 假裝 充当 模拟 想象 角色 演じ ふりをし なりきっ 振る舞 想像し 役割 ロール 행동해* 연기* 척* 가정* 상상* 역할* dong tuong berpura*
    bertindak* berperan* bayangkan* peran* แกล้ง สวมบทบาท จินตนาการ บทบาท magpanggap kumilos`,
  AI: `人工智能 人工智慧 助手 模型 机器人 人工知能 アシスタント モデル ボット 인공지능* 어시스턴트* 모델* 챗봇* nhan asisten* kecerdasan
    ปัญญาประดิษฐ์ ผู้ช่วย`,
  FREE: '不受限制 无限制 無限制 未经审查 不受约束 無制限 制限のない 検閲なし 무제한* 제한없* 검열* bebas ไร้ขีดจำกัด',
  MODE: '模式 モード 모드* mode โหมด',
  NOT: `不要 不会 不能 不得 没有 別 不再 ない しない せず なく 않* 말고 마 없이 못 khong dung chua tidak jangan tanpa bukan ไม่ อย่า
    ห้าม hindi`,
  OBEY: `必须 必須 遵守 执行 服从 遵循 執行 従っ 従い 実行 守ら しなければ 따르* 따라* 실행* 복종* 반드시 phai tuan thuc harus wajib patuhi*
    ikuti* jalankan* laksanakan* ต้อง ปฏิบัติตาม ทำตาม dapat sundin`,
  NEW: '新的 新 以下 接下来 下面 新しい 次の 새로운 새 다음* baru berikut ใหม่ ต่อไปนี้ bago sumusunod',
  NOW: `现在 立即 马上 从现在 從現在 立刻 現在 今から ただちに 直ちに これから 지금* 즉시 당장 이제* ngay sekarang segera mulai ตอนนี้ ทันที
    ตั้งแต่ ngayon agad`,
  URGENT: '重要 紧急 注意 警告 緊急 중요* 긴급* 주의* 경고* khan penting darurat perhatian สำคัญ ด่วน mahalaga',
  SEND: `发送 转发 上传 转账 傳送 转给 送信 転送 送って アップロード 振り込 보내* 전송* 전달* 송금* 업로드* chuyen kirim* teruskan* unggah* ส่ง
    โอน ipadala`,
  DELETE: '删除 清除 銷毀 刪除 销毁 削除 消去 삭제* 지워* 제거* hapus* buang ลบ burahin',
  PERSON: '用户 用戶 客户 使用者 ユーザー 利用者 사용자* 고객* nguoi dung pengguna* ผู้ใช้',
  HIDE: '偷偷 悄悄 不要提及 こっそり 密かに 몰래 언급* rahasiakan แอบ',
  ETHICS: `道德 伦理 倫理 法律 安全 违法 合法 道徳 安全性 違法 윤리* 도덕* 법률* 안전* 불법* phap etika moral hukum keamanan จริยธรรม
    กฎหมาย ปลอดภัย`,
  YOU: '你 您 你的 您的 あなた あなたの 君 お前 당신* 너 너는 너의 네 anda kamu คุณ ikaw',
  TASK: '任务 任務 问题 目标 問題 タスク 質問 課題 작업* 임무* 질문* nhiem tugas* pertanyaan tujuan งาน คำถาม gawain',
  TEST: '测试 調試 测验 假设 虚构 測試 テスト 仮定 架空 デバッグ 테스트* 가상* 디버그* hipotetis fiksi ทดสอบ สมมติ',
  ONLY: '只 仅 只能 逐字 原样 只要 だけ のみ そのまま 一字一句 오직 만 그대로 정확히 nguyen hanya persis cuma เพียง เท่านั้น lamang',
  ALLOWED:
    '权限 授权 允许 批准 許可 權限 アクセス 権限 承認 권한* 허용* 승인* quyen phep izin akses* diizinkan* อนุญาต สิทธิ์',
  LIMIT: `限制 约束 过滤 审查 束缚 約束 過濾 審查 制限 制約 フィルタ 検閲 제한* 제약* 필터* gioi batasan* pembatasan* filter* sensor
    ข้อจำกัด ตัวกรอง`,
  INSTEAD: '而是 改为 取而代之 但是 代わりに その代わり しかし 대신* 그러나 thay melainkan sebaliknya แทน',
};
