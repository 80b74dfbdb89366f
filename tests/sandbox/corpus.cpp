#include "sandbox/corpus.hpp"

namespace sandbox {

const std::vector<Language>& languages() {
  static const std::vector<Language> all = {
      {"en", " ", ".", {"the", "harbour", "morning", "coffee", "again", "nobody", "trains", "between", "quiet",
                        "bicycle", "tomorrow", "window", "kept", "writing", "late", "rain", "archive", "small"},
       {"coffee", "SlowMorning", "archive"}, "Nora Field"},
      {"fr", " ", " !", {"été", "naïve", "où", "garçon", "cœur", "déjà", "vu", "l’hiver", "forêt", "très", "Noël",
                        "bientôt", "après", "la", "plage", "français"},
       {"Été2026", "cœur"}, "Zoé Lefèvre"},
      {"de", " ", ".", {"Straße", "über", "schön", "Brötchen", "größer", "heute", "Fähre", "müde", "endlich",
                        "Frühstück", "weiß", "nichts", "Grüße", "ÖPNV"},
       {"Straßenbahn", "Fähre"}, "Jürgen Weiß"},
      {"es", " ", "!", {"mañana", "¿qué?", "corazón", "niño", "después", "café", "lluvia", "sí", "está", "aquí",
                        "canción", "pingüino"},
       {"España", "mañana"}, "Íñigo Peña"},
      {"pl", " ", ".", {"źdźbło", "żółw", "ćma", "łąka", "dziś", "święto", "ąę", "jeszcze", "pociąg", "Łódź"},
       {"Łódź", "pociąg"}, "Łucja Żak"},
      {"vi", " ", ".", {"Hà", "Nội", "một", "buổi", "sáng", "đẹp", "trời", "phở", "người", "được", "tiếng", "Việt"},
       {"HàNội", "phở"}, "Nguyễn Thị Hằng"},
      {"tr", " ", ".", {"İstanbul", "ışık", "şehir", "çay", "yağmur", "güzel", "bugün", "ağaç", "öğle"},
       {"İstanbul", "çay"}, "İpek Işık"},
      {"ru", " ", ".", {"утро", "снег", "ёлка", "поезд", "сегодня", "снова", "тихо", "окно", "весна", "который",
                        "объявление", "щёголь"},
       {"утро", "весна2026"}, "Пётр Ёлкин"},
      {"uk", " ", "!", {"їжак", "ґанок", "вечір", "сьогодні", "єдність", "яблуко", "мир", "поїзд", "під’їзд"},
       {"Київ", "їжак"}, "Їжакевич Ґалина"},
      {"el", " ", ".", {"καλημέρα", "θάλασσα", "ήλιος", "σήμερα", "φως", "Ἀθῆναι", "ψυχή", "δρόμος", "ΐ"},
       {"Ελλάδα", "θάλασσα"}, "Σοφία Ψαρρά"},
      {"ar", " ", "،", {"صباح", "الخير", "القهوة", "مدينة", "البحر", "اليوم", "كتابٌ", "لا", "شمس", "سَلام"},
       {"القاهرة", "قهوة"}, "ليلى حسن"},
      {"fa", " ", "؟", {"می‌خواهم", "صبح", "به‌خیر", "کتاب‌ها", "چای", "گربه", "پنجره"}, {"چای"}, "پریسا ژاله"},
      {"iw", " ", ".", {"שָׁלוֹם", "בוקר", "טוב", "ים", "קפה", "היום", "רכבת", "חלון", "ירושלים"},
       {"שלום", "קפה"}, "נועה לוי"},
      {"hi", " ", "।", {"नमस्ते", "सुबह", "चाय", "बारिश", "हिन्दी", "क्षितिज", "ज़िंदगी", "रेलगाड़ी"}, {"चाय"}, "आशा शर्मा"},
      {"zh", "", "。", {"早上", "好", "今天", "下雨", "咖啡", "火车", "图书馆", "檔案", "我們", "𠮷野家", "的", "很安静"},
       {"咖啡", "檔案"}, "李小明"},
      {"ja", "", "。", {"おはよう", "ございます", "カタカナ", "コーヒー", "電車", "今日は", "雨です", "が", "ﾊﾝｶｸ", "葛󠄀城", "ぱ゚ん"},
       {"おはよう", "写真"}, "渡邉 さくら"},
      {"ko", " ", ".", {"안녕하세요", "오늘", "커피", "기차", "바다", "봄", "조용한", "한글", "했습니다"}, {"한글날", "커피"}, "김하늘"},
      {"th", "", " ", {"สวัสดี", "ตอนเช้า", "กาแฟ", "ฝนตก", "น้ำ", "ทะเล", "รถไฟ", "ที่นี่", "กรุงเทพฯ"}, {"กาแฟ"}, "สมชาย ใจดี"},
      {"und", " ", "", {"🚲", "☕️", "🌧", "🇪🇺", "1️⃣", "👍🏽", "❤️‍🔥"}, {"x"}, "🏳️‍🌈 zoe 🏳️‍🌈"},
  };
  return all;
}

const std::vector<std::string_view>& emoji() {
  static const std::vector<std::string_view> all = {"👋",  "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🏳️‍🌈", "😝", "🇺🇦", "✨",
                                                    "🧑‍🤝‍🧑", "🫠",      "❤️",      "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "𝓯𝓲𝓷𝓮", "🤷🏻‍♀️", "🔖"};
  return all;
}

const std::vector<std::string_view>& escaped_phrases() {
  static const std::vector<std::string_view> all = {"salt &amp; pepper", "a &lt; b &amp;&amp; c &gt; d",
                                                    "&lt;b&gt;bold&lt;/b&gt;", "AT&amp;amp;T", "5 &gt; 3"};
  return all;
}

const std::vector<std::string_view>& control_phrases() {
  static const std::vector<std::string_view> all = {"\x1b[31mred\x1b[0m", "bell\x07", "tab\tbed", "del\x7f",
                                                    "\x1b]0;title\x07", "rlo\xe2\x80\xae evil", "nel\xc2\x85"};
  return all;
}

}  // namespace sandbox
