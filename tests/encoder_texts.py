"""Sentences about public services in fourteen scripts, and texts that want to do harm."""

SENTENCES: dict[str, tuple[str, ...]] = {
    "Latin, Indonesian": (
        "Warga desa dapat mengurus akta kelahiran tanpa datang ke kantor kabupaten.",
        "Petugas puskesmas memakai motor untuk mengantar darah ke rumah sakit.",
        "Biaya layanan turun 40% sejak 2018, kata Bupati Lumajang.",
    ),
    "Latin, Vietnamese": (
        "Người dân có thể đăng ký khai sinh qua mạng trong vòng ba ngày.",
        "Xã đã giảm thời gian chờ đợi từ hai tuần xuống còn hai giờ.",
        "Cán bộ y tế thôn bản đến từng nhà để xét nghiệm sốt rét.",
    ),
    "Cyrillic": (
        "Жители села получают свидетельство о рождении за один день.",
        "Региональная служба сократила очередь с двух недель до двух часов.",
        "Система электронных закупок «ProZorro» показывает каждый договор.",
    ),
    "Greek": (
        "Οι πολίτες υποβάλλουν την αίτηση από το κινητό τους τηλέφωνο.",
        "Ο δήμος μείωσε τον χρόνο αναμονής κατά το ήμισυ.",
        "Η υπηρεσία λειτουργεί είκοσι τέσσερις ώρες την ημέρα.",
    ),
    "Arabic": (
        "يمكن لسكان القرية تسجيل المواليد من خلال الهاتف المحمول.",
        "خفضت البلدية مدة الانتظار من أسبوعين إلى ساعتين.",
        "تصل الخدمة الصحية إلى المناطق النائية مرتين في الشهر.",
    ),
    "Hebrew": (
        "תושבי הכפר יכולים לרשום לידה בלי לנסוע אל העיר.",
        "העירייה קיצרה את זמן ההמתנה משבועיים לשעתיים.",
        "המרפאה הניידת מגיעה פעמיים בחודש.",
    ),
    "Devanagari": (
        "गाँव के लोग अब घर बैठे जन्म प्रमाण पत्र बनवा सकते हैं।",
        "ज़िला प्रशासन ने प्रतीक्षा का समय दो सप्ताह से घटाकर दो घंटे कर दिया।",
        "आशा कार्यकर्ता हर महीने दो बार स्वास्थ्य जाँच करती हैं।",
    ),
    "Bengali": (
        "গ্রামের মানুষ মোবাইল ফোনে জন্ম নিবন্ধন করতে পারেন।",
        "ইউনিয়ন ডিজিটাল সেন্টার নাগরিকদের সময় ও খরচ কমিয়েছে।",
        "স্বাস্থ্যকর্মীরা মাসে দুইবার প্রতিটি বাড়িতে যান।",
    ),
    "Tamil": (
        "கிராம மக்கள் பிறப்புச் சான்றிதழை இணையம் மூலம் பெறலாம்.",
        "மாவட்ட நிர்வாகம் காத்திருக்கும் நேரத்தைக் குறைத்தது.",
        "நடமாடும் மருத்துவமனை மாதம் இருமுறை வருகிறது.",
    ),
    "Han": (
        "村民可以在手机上办理出生登记，不必再去县城。",
        "市政府把等候时间从两周缩短到两个小时。",
        "流动医疗队每月到偏远山区服务两次。",
    ),
    "Kana": (
        "住民はスマートフォンで出生届を出すことができます。",
        "市役所は待ち時間を２週間から２時間に短縮しました。",
        "ﾊﾞｽによる移動診療所が、月に２回～３回やってきます。",
    ),
    "Hangul": (
        "주민들은 휴대전화로 출생 신고를 할 수 있습니다.",
        "군청은 대기 시간을 두 주에서 두 시간으로 줄였습니다.",
        "이동 진료소가 한 달에 두 번 섬 마을을 찾아갑니다.",
    ),
    "Thai": (
        "ชาวบ้านสามารถแจ้งเกิดผ่านโทรศัพท์มือถือได้โดยไม่ต้องเดินทาง",
        "เทศบาลลดเวลารอคอยจากสองสัปดาห์เหลือสองชั่วโมง",
        "หน่วยแพทย์เคลื่อนที่ออกให้บริการเดือนละสองครั้ง",
    ),
    "Khmer": (
        "ប្រជាពលរដ្ឋអាចចុះបញ្ជីកំណើតនៅក្នុងភូមិរបស់ខ្លួន។",
        "អ្នកស្ម័គ្រចិត្តភូមិព្យាបាលជំងឺគ្រុនចាញ់។",
        "សាលាខណ្ឌបានកាត់បន្ថយពេលរង់ចាំ។",
    ),
    "Ethiopic": (
        "የገጠር ነዋሪዎች የልደት ምዝገባ በአካባቢያቸው ማግኘት ይችላሉ።",
        "የጤና ኤክስቴንሽን ሠራተኞች በየወሩ ሁለት ጊዜ ይጎበኛሉ።",
        "የጥበቃ ጊዜው ከሁለት ሳምንት ወደ ሁለት ሰዓት ቀንሷል።",
    ),
}

HOSTILE: dict[str, str] = {
    "empty": "",
    "only spaces": " \t\n\u3000\u200b ",
    "NUL in the middle": "birth\x00registration",
    "lone surrogate": "birth \ud800 registration",
    "special tokens": "<s></s><pad><unk><mask> ＜s＞",
    "unassigned and private": "\U000fffff\ue000\u0378",
    "combining marks only": "\u0301" * 500,
    "a ligature that becomes 18 letters": "\ufdfa" * 20,
    "emoji": "👩‍👩‍👧‍👦🇮🇩" * 50,
    "1 MB, first a word of 20,000 letters": (
        "".join(chr(97 + (i * i + i // 7) % 26) for i in range(20_000))
        + " birth registration in villages" * 32_000
    ),
}


def long_text(script: str, sentences: int, first: int = 0) -> str:
    """Return a text of so many sentences, the script's own, over and over."""
    own = SENTENCES[script]
    return " ".join(own[(first + i) % len(own)] for i in range(sentences))
