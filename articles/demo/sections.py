"""The category tree of the demo's newspaper, in three languages."""

from typing import NamedTuple

Words = tuple[str, str, str]
"""Name, slug, description."""


class Sample(NamedTuple):
    texts: dict[str, Words]
    colour: str = ""
    """Empty: its parent's."""
    children: "tuple[Sample, ...]" = ()


def _sample(fr: Words, ar: Words, en: Words, *children: Sample, colour: str = "") -> Sample:
    return Sample({"fr": fr, "ar": ar, "en": en}, colour, children)


POLITICS = _sample(
    (
        "Politique",
        "politique",
        "Ce qui se décide au Parlement, au gouvernement, dans les communes, et qui en répond.",
    ),
    ("سياسة", "سياسة", "ما يُقرَّر في البرلمان والحكومة والجماعات، ومن يُسأل عنه."),
    (
        "Politics",
        "politics",
        "What Parliament, the government and the town halls decide, and who answers for it.",
    ),
    _sample(
        ("Parlement", "parlement", "Les lois, de la commission au Bulletin officiel."),
        ("البرلمان", "البرلمان", "القوانين، من اللجنة إلى الجريدة الرسمية."),
        ("Parliament", "parliament", "Bills, from committee to the official gazette."),
    ),
    _sample(
        ("Régions", "regions", "Douze régions, leurs budgets et leurs promesses tenues ou non."),
        ("الجهات", "الجهات", "اثنتا عشرة جهة، بميزانياتها ووعودها، ما تحقق منها وما لم يتحقق."),
        ("Regions", "regions", "Twelve regions, their budgets, and the promises they keep or don’t."),
    ),
    _sample(
        ("Justice", "justice", "Les tribunaux, les réformes et les droits de chacun."),
        ("العدالة", "العدالة", "المحاكم والإصلاحات وحقوق كل فرد."),
        ("Justice", "justice", "The courts, their reforms, and everybody’s rights."),
    ),
    _sample(
        ("Sécurité", "securite", "Polices, secours et coopération entre pays, et les comptes qu’ils rendent."),
        ("الأمن", "الأمن", "الشرطة والإسعاف والتعاون بين البلدان، وما تقدمه من حساب."),
        ("Security", "security", "Police, rescue and work across borders, and how they account for it."),
    ),
    colour="#00614a",
)
ECONOMY = _sample(
    ("Économie", "economie", "Entreprises, emploi, prix et finances publiques : l’argent du pays, chiffres à l’appui."),
    ("اقتصاد", "اقتصاد", "المقاولات والشغل والأسعار والمالية العمومية: مال البلاد بالأرقام."),
    (
        "Business",
        "business",
        "Companies, jobs, prices and public money: the country’s accounts, with the figures.",
    ),
    _sample(
        ("Emploi", "emploi", "Recrutements, métiers, salaires et droit du travail."),
        ("الشغل", "الشغل", "التوظيف والمهن والأجور وقانون الشغل."),
        ("Work", "work", "Hiring, trades, wages and labour law."),
    ),
    _sample(
        ("Agriculture", "agriculture", "Campagnes, coopératives et marchés de gros."),
        ("الفلاحة", "الفلاحة", "المواسم والتعاونيات وأسواق الجملة."),
        ("Farming", "farming", "Seasons, cooperatives and wholesale markets."),
    ),
    _sample(
        (
            "Ports et transports",
            "ports-et-transports",
            "Ce qui circule par mer, par rail, par route, et à quel prix.",
        ),
        ("الموانئ والنقل", "الموانئ-والنقل", "ما يتنقل بحرًا وبالسكة والطريق، وبأي ثمن."),
        ("Ports and transport", "ports-and-transport", "What moves by sea, rail and road, and at what price."),
    ),
    colour="#7a4b00",
)
SOCIETY = _sample(
    ("Société", "societe", "L’école, l’hôpital, le logement, la rue : la vie des gens là où elle se passe."),
    ("مجتمع", "مجتمع", "المدرسة والمستشفى والسكن والشارع: حياة الناس حيث تجري."),
    ("Society", "society", "School, hospital, housing, the street: people’s lives where they are lived."),
    _sample(
        ("Éducation", "education", "De la maternelle à l’université, et les métiers qui s’apprennent ailleurs."),
        ("التعليم", "التعليم", "من الروض إلى الجامعة، والمهن التي تُتعلَّم خارجهما."),
        ("Education", "education", "From nursery to university, and the trades that are learnt elsewhere."),
    ),
    _sample(
        ("Santé", "sante", "L’accès aux soins, la recherche et la prévention, sans fausses promesses."),
        ("الصحة", "الصحة", "الولوج إلى العلاج والبحث والوقاية، بلا وعود كاذبة."),
        ("Health", "health", "Access to care, research and prevention, without false hopes."),
    ),
    _sample(
        ("Villes", "villes", "Urbanisme, logement et transports du quotidien."),
        ("المدن", "المدن", "التعمير والسكن والتنقل اليومي."),
        ("Cities", "cities", "Planning, housing and the daily commute."),
    ),
    colour="#7a2c62",
)
ENVIRONMENT = _sample(
    ("Environnement", "environnement", "L’eau, l’énergie, le littoral et le climat, du barrage au robinet."),
    ("بيئة", "بيئة", "الماء والطاقة والساحل والمناخ، من السد إلى الصنبور."),
    ("Environment", "environment", "Water, energy, the coast and the climate, from the dam to the tap."),
    _sample(
        ("Eau", "eau", "Pluies, nappes, barrages et dessalement."),
        ("الماء", "الماء", "الأمطار والفرشات والسدود وتحلية المياه."),
        ("Water", "water", "Rain, aquifers, dams and desalination."),
    ),
    _sample(
        ("Énergie", "energie", "Soleil, vent, réseau et factures."),
        ("الطاقة", "الطاقة", "الشمس والرياح والشبكة والفواتير."),
        ("Energy", "energy", "Sun, wind, the grid and the bills."),
    ),
    colour="#0a586e",
)
CULTURE = _sample(
    ("Culture", "culture", "Livres, musiques, cinéma et patrimoine, d’ici et d’ailleurs."),
    ("ثقافة", "ثقافة", "كتب وموسيقى وسينما وتراث، من هنا ومن بعيد."),
    ("Culture", "culture", "Books, music, film and heritage, from here and elsewhere."),
    _sample(
        ("Livres", "livres", "Romans, essais et bandes dessinées, en quatre langues."),
        ("كتب", "كتب", "روايات ودراسات وقصص مصورة، بأربع لغات."),
        ("Books", "books", "Novels, essays and comics, in four languages."),
    ),
    _sample(
        ("Scènes et musiques", "scenes-et-musiques", "Du malhoun au rap, du théâtre de rue aux grandes salles."),
        ("مسرح وموسيقى", "مسرح-وموسيقى", "من الملحون إلى الراب، ومن مسرح الشارع إلى القاعات الكبرى."),
        ("Stage and music", "stage-and-music", "From malhun to rap, from street theatre to the great halls."),
    ),
    _sample(
        ("Patrimoine", "patrimoine", "Médinas, ksour, archives et savoir-faire."),
        ("التراث", "التراث", "المدن العتيقة والقصور والأرشيف والحِرف."),
        ("Heritage", "heritage", "Medinas, ksour, archives and crafts."),
    ),
    colour="#98311a",
)
SPORT = _sample(
    ("Sport", "sport", "Les résultats, ceux qui les font, et ce que le sport coûte et rapporte."),
    ("رياضة", "رياضة", "النتائج وصانعوها، وما تكلفه الرياضة وما تدره."),
    ("Sport", "sport", "The results, those who make them, and what sport costs and earns."),
    _sample(
        ("Football", "football", "Le championnat, les équipes nationales et les clubs amateurs."),
        ("كرة القدم", "كرة-القدم", "البطولة والمنتخبات الوطنية وأندية الهواة."),
        ("Football", "football", "The league, the national teams and the amateur clubs."),
    ),
    _sample(
        ("Athlétisme", "athletisme", "Sur piste, sur route et en montagne."),
        ("ألعاب القوى", "ألعاب-القوى", "على المضمار والطريق وفي الجبل."),
        ("Athletics", "athletics", "On the track, on the road and in the mountains."),
    ),
    colour="#1d4d8f",
)
SECTIONS = (POLITICS, ECONOMY, SOCIETY, ENVIRONMENT, CULTURE, SPORT)
