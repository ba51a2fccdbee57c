"""What the demo's newspaper says of itself. It doesn't exist, and neither do its address and its number."""

PUBLICATION: dict[str, dict[str, str]] = {
    "fr": {
        "name": "L’Estran",
        "strapline": "Quotidien marocain. Chaque jour, ce que le flot des nouvelles laisse de solide.",
        "contact": (
            "La rédaction travaille à Rabat, avec des correspondants à Casablanca, Agadir, Fès et Oujda. Elle lit tout "
            "ce qui lui parvient et répond aux lecteurs sous deux jours ouvrés.\n\n"
            "Une erreur dans un article ? Écrivez-nous : nous corrigeons au grand jour."
        ),
        "legal_notice": (
            "L’Estran est un journal imaginaire : il sert d’exemple au logiciel qui publie ces pages.\n\n"
            "Directrice de la publication : Leïla Bensouda. Siège : 12, rue des Phares, Rabat. Toute ressemblance avec "
            "un titre, une adresse ou une personne serait fortuite."
        ),
    },
    "ar": {
        "name": "المدّ",
        "strapline": "يومية مغربية. كل يوم، ما يبقى راسخًا بعد انحسار سيل الأخبار.",
        "contact": (
            "تعمل هيئة التحرير من الرباط، ولها مراسلون في الدار البيضاء وأكادير وفاس ووجدة. نقرأ كل ما يصلنا ونجيب "
            "القراء في أجل يومي عمل.\n\n"
            "وجدتم خطأ في مقال؟ راسلونا: نحن نصحح علنًا."
        ),
        "legal_notice": (
            "«المدّ» جريدة متخيَّلة، وهي مثال على عمل البرنامج الذي ينشر هذه الصفحات.\n\n"
            "مديرة النشر: ليلى بنسودة. المقر: 12، زنقة المنارات، الرباط. وكل تشابه مع عنوان أو صحيفة أو شخص محض صدفة."
        ),
    },
    "en": {
        "name": "The Tideline",
        "strapline": "A Moroccan daily. Every day, what the flood of news leaves standing.",
        "contact": (
            "The newsroom works in Rabat, with correspondents in Casablanca, Agadir, Fez and Oujda. It reads whatever "
            "reaches it and answers readers within two working days.\n\n"
            "Found a mistake in an article? Write to us: we correct in the open."
        ),
        "legal_notice": (
            "The Tideline is an imaginary newspaper: it serves as an example of the software that publishes these "
            "pages.\n\nPublisher: Leïla Bensouda. Office: 12, rue des Phares, Rabat. Any likeness to a title, an "
            "address or a person would be a coincidence."
        ),
    },
}
