"""How old somebody is, told by the school they go to: "a girl in seventh grade", "中2", "kelas 7 SMP". Pure; asked only beside words that
make a picture of a child one that is never drawn."""

import re

_NUMBER = r"(?:1[0-3]|[1-9])"
_ENGLISH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_LATIN = (
    rf"(?:{_ENGLISH}|{_NUMBER}(?:st|nd|rd|th)?)[\s-]grade(?:rs?)?",
    rf"grade (?:{_NUMBER}|{_WORDS})(?: (?:girl|boy|pupil|student|kid)s?)",
    rf"in (?:grade|year) (?:{_NUMBER}|{_WORDS})",
    rf"year (?:{_NUMBER}|{_WORDS}) (?:girl|boy|pupil|student|kid|class)\w*",
    r"(?:primary|elementary|middle|junior high|high|secondary) ?school(?:er|ers|girl|boy)?",
    r"junior high|kindergart\w+|pre-?school\w*",
    rf"{_NUMBER}\. ?klasse|\w+klässler\w*|(?:grund|mittel|haupt|real)sch[uü]l\w*|gymnasiast\w*",
    r"(?:erste|zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte|elfte|zwölfte)[rn]? (?:klasse|schuljahr)",
    r"(?:de|en|del?) (?:la )?(?:primaria|secundaria|eso|bachillerato|preparatoria)",
    r"(?:\w+(?:er|ero|undo|cuarto|quinto|xto|timo|avo|veno)) grado",
    r"en (?:cp|ce1|ce2|cm1|cm2|6e|6ème|5e|5ème|4e|4ème|3e|3ème|sixième|cinquième|quatrième|troisième)|collégien\w*",
    r"lycéen\w*|écoli(?:er|ère)s?|maternelle",
    r"(?:sexto|sétimo|oitavo|nono|[1-9] ?[ºo°]) ano|ensino (?:fundamental|médio)",
    rf"{_NUMBER} ?ª (?:série|classe)|colegial",
    r"(?:prima|seconda|terza|quarta|quinta) (?:elementare|media|superiore|liceo)",
    r"scuol\w+ (?:medi|elementar|superior|dell'infanzia)\w*|liceal\w+",
    r"(?:eerste|tweede|derde|vierde|vijfde|zesde) ?klas\w*|groep [1-8]|klas [1-6]",
    r"brugklas\w*|basisschool\w*|middelbare school\w*|kleuter\w*",
    rf"(?:pierwsz|drugi|trzeci|czwart|piąt|szóst|siódm|ósm)\w* klas\w+|klas\w+ {_NUMBER}|podstawów\w+",
    r"gimnazj\w+|liceal\w+|liceum|przedszkol\w+",
    rf"(?:ikinci|üçüncü|dördüncü|beşinci|altıncı|yedinci|sekizinci|dokuzuncu|onuncu|{_NUMBER}\.?) ?sınıf\w*|ilkokul\w*",
    r"ortaokul\w*|liseli\w*",
    rf"kelas (?:{_NUMBER}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)",
    r"(?:anak|siswi|siswa|murid) (?:tk|sd|smp|sma|smk)",
    rf"{_NUMBER} ?(?:vi|vin|th|वीं|वी) (?:class|कक्षा|क्लास)",
)
_CYRILLIC = (
    r"(?:перв|втор|треть|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат)\w+ класс\w*",
    rf"{_NUMBER}[\s-]?\w{{0,3}} класс?\w*",
    r"(?:перво|второ|третье|четверо|пяти|шести|семи|восьми|девяти|десяти|старше)класс?ни[кц]\w*",
    r"(?:перш|друг|трет|четверт|п['’]ят|шост|сьом|восьм|дев['’]ят|десят|одинадцят)\w+ клас\w*",
    r"школьни[кц]\w*|школярк\w*|детсад\w*",
)
_UNSPACED = (
    r"(?<!大)[小中高][1-6１-６一二三四五六](?!人|匹|本|つ)|(?<!大学)(?<!大)[1-6１-６一二三四五六]年生|小学[生校]|中学[生校]|高校生|幼稚園児|園児",
    r"(?<!大学)[一二三四五六七八九1-9]年级|初[一二三中]|高[一二三中](?!音)|小学生|中学生|幼儿园",
    r"초등학|중학[교생]|고등학|(?<!대학교 )[1-6]학년|여고생|여중생|유치원",
    r"الصف (?:الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر)|ابتدائي|إعدادي|اعدادي|ثانوي",
    r"(?:पहली|दूसरी|तीसरी|चौथी|पाँचवीं|पांचवीं|छठी|सातवीं|आठवीं|नौवीं|दसवीं|ग्यारहवीं|बारहवीं) (?:कक्षा|क्लास)",
    r"कक्षा \d{1,2}",
)
_GRADES = re.compile(
    rf"(?<!\w)(?:{'|'.join((*_LATIN, *_CYRILLIC))})(?!\w)|{'|'.join(_UNSPACED)}", re.IGNORECASE
)


def names_a_school_grade(text: str) -> bool:
    """Whether somebody in it goes to school, and so is no adult.

    >>> [names_a_school_grade(one) for one in ("a girl in seventh grade", "中2の女の子", "a steel of grade 7")]
    [True, True, False]
    """
    return _GRADES.search(text) is not None
