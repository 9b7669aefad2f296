//! Which language a text is in.
//!
//! Input: a text and what its source declares. Output: a language tag, or
//! none. By which language's function words are most frequent among the first
//! words, else by the script. What always holds: a text too short to tell gets
//! none; one between two near languages (Danish and Norwegian) gets the
//! likelier, where English is far; a declared language stands unless the words
//! are plainly another's.

use rapporteur_language::Cleaning;

/// Words that are looked at.
const WORDS: usize = 400;
/// Share of function words, in a hundred, that a text of a language has.
const SHARE: usize = 14;
/// Fewest function words that tell anything: a headline has fewer.
const FEWEST: usize = 6;
/// Fewest words that tell against what is declared.
const PLAINLY: usize = 60;
/// Fewest letters that a script tells anything by.
const LETTERS: usize = 20;

/// Scripts by a range of their letters, with the language that a text in them
/// is in where its words do not tell; empty where several may be.
const SCRIPTS: [(char, char, &str); 20] = [
    ('\u{370}', '\u{3ff}', "el"),
    ('\u{400}', '\u{4ff}', ""),
    ('\u{530}', '\u{58f}', "hy"),
    ('\u{590}', '\u{5ff}', "he"),
    ('\u{600}', '\u{6ff}', ""),
    ('\u{900}', '\u{97f}', ""),
    ('\u{980}', '\u{9ff}', "bn"),
    ('\u{a00}', '\u{a7f}', "pa"),
    ('\u{a80}', '\u{aff}', "gu"),
    ('\u{b00}', '\u{b7f}', "or"),
    ('\u{b80}', '\u{bff}', "ta"),
    ('\u{c00}', '\u{c7f}', "te"),
    ('\u{c80}', '\u{cff}', "kn"),
    ('\u{d00}', '\u{d7f}', "ml"),
    ('\u{e00}', '\u{e7f}', "th"),
    ('\u{1000}', '\u{109f}', "my"),
    ('\u{10a0}', '\u{10ff}', "ka"),
    ('\u{3040}', '\u{30ff}', "ja"),
    ('\u{4e00}', '\u{9fff}', "zh"),
    ('\u{ac00}', '\u{d7af}', "ko"),
];

/// The declared language, unless the text is plainly in another; else the
/// likeliest.
pub(super) fn of(text: &str, declared: Option<&str>, rules: &Cleaning) -> Option<String> {
    let Some(declared) = declared else {
        return guess(text, rules);
    };
    let primary = declared.split('-').next().unwrap_or_default();
    let other = plainly_other(text, primary, rules);
    Some(other.unwrap_or(declared).to_owned())
}

/// The language that the words are plainly in, where it is not `primary`.
fn plainly_other(text: &str, primary: &str, rules: &Cleaning) -> Option<&'static str> {
    let counted = Counted::of(text, rules);
    let own = counted.count_of(primary, rules)?;
    let by_words = counted.likeliest().filter(|_| {
        let best = counted.best.map_or(0, |(_, count)| count);
        PLAINLY <= counted.words.len() && own * 3 < best
    });
    by_words.or_else(|| by_script(text).filter(|_| own == 0))
}

/// The tag of the likeliest language; `None` where none is likely.
fn guess(text: &str, rules: &Cleaning) -> Option<String> {
    let counted = Counted::of(text, rules);
    counted
        .likeliest()
        .or_else(|| counted.likelier_twin(rules))
        .or_else(|| by_script(text))
        .map(str::to_owned)
}

/// The function words of each language among the first words of a text.
struct Counted {
    words: Vec<String>,
    /// The language with most, and how many.
    best: Option<(&'static str, usize)>,
    /// How many the next one has.
    second: usize,
}

impl Counted {
    fn of(text: &str, rules: &Cleaning) -> Self {
        // Vowel signs of Indian scripts are no letters and part no words.
        let parts = text.split(|it: char| {
            it.is_whitespace() || it.is_ascii_punctuation() || "“”’‘«»„—–…।،".contains(it)
        });
        let parts = parts.filter(|it| it.chars().any(char::is_alphabetic));
        let words: Vec<String> = parts.take(WORDS).map(str::to_lowercase).collect();
        let mut counted = Self {
            words,
            best: None,
            second: 0,
        };
        for (tag, _) in &rules.function_words {
            let count = counted.count_of(tag, rules).unwrap_or(0);
            match counted.best {
                Some((_, best)) if count <= best => counted.second = counted.second.max(count),
                best => {
                    counted.second = best.map_or(0, |it| it.1);
                    counted.best = Some((tag, count));
                }
            }
        }
        counted
    }

    /// How many words are a language's; `None` for one that has no list.
    fn count_of(&self, tag: &str, rules: &Cleaning) -> Option<usize> {
        let mut lists = rules.function_words.iter();
        let (_, known) = lists.find(|it| it.0 == tag)?;
        let own = self.words.iter().filter(|it| known.contains(it.as_str()));
        Some(own.count())
    }

    /// The language with most, where they are many, and more than any other's.
    fn likeliest(&self) -> Option<&'static str> {
        let (tag, count) = self.best?;
        let many = FEWEST <= count && self.words.len() * SHARE <= count * 100;
        (many && self.second * 10 < count * 9).then_some(tag)
    }

    /// The likelier of two near languages, neither of which is English: a text
    /// without a language would be taken for English.
    fn likelier_twin(&self, rules: &Cleaning) -> Option<&'static str> {
        let (tag, count) = self.best?;
        let many = 2 * FEWEST <= count && self.words.len() * SHARE <= count * 100;
        let english = self.count_of("en", rules).unwrap_or(0);
        (many && english * 3 < count).then_some(tag)
    }
}

/// The language of the script that most letters are in.
fn by_script(text: &str) -> Option<&'static str> {
    let mut counts = [0_usize; SCRIPTS.len()];
    let mut letters = 0;
    for letter in text.chars().filter(|it| it.is_alphabetic()).take(2000) {
        letters += 1;
        let script = SCRIPTS
            .iter()
            .position(|&(from, to, _)| (from..=to).contains(&letter));
        if let Some(script) = script {
            counts[script] += 1;
        }
    }
    let most = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    let kana = SCRIPTS.iter().position(|it| it.2 == "ja")?;
    // Chinese characters stand in Japanese texts, kana in no Chinese one.
    let (script, count) = if letters < counts[kana] * 10 {
        (kana, letters)
    } else {
        (most.0, *most.1)
    };
    let tag = SCRIPTS[script].2;
    (LETTERS <= letters && letters < count * 2 && !tag.is_empty()).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::{guess, of};
    use rapporteur_language::Language;

    /// Two or three sentences each, as a report's lead would have them.
    const LEADS: [(&str, &str); 29] = [
        (
            "en",
            "The ferry was not allowed to leave the port on Monday, and the mayor said that it would be back in service before the end of the week.",
        ),
        (
            "de",
            "Die Fähre durfte den Hafen am Montag nicht verlassen, und der Bürgermeister sagte, sie werde vor dem Ende der Woche wieder fahren.",
        ),
        (
            "fr",
            "Le ferry n'a pas pu quitter le port lundi, et le maire a dit que la ligne serait de nouveau ouverte avant la fin de la semaine.",
        ),
        (
            "es",
            "El transbordador no pudo salir del puerto el lunes y la alcaldesa dijo que la línea se abrirá de nuevo antes del fin de la semana.",
        ),
        (
            "it",
            "Il traghetto non ha potuto lasciare il porto lunedì e il sindaco ha detto che la linea sarà di nuovo aperta prima della fine della settimana.",
        ),
        (
            "pt",
            "A balsa não pôde deixar o porto na segunda-feira e o prefeito disse que a linha será reaberta antes do fim da semana, como em outros anos.",
        ),
        (
            "nl",
            "De veerboot mocht maandag niet uit de haven vertrekken en de burgemeester zei dat de lijn voor het einde van de week weer open is.",
        ),
        (
            "sv",
            "Färjan fick inte lämna hamnen på måndagen och borgmästaren sade att linjen ska öppnas igen före slutet av veckan, som den har gjort förr.",
        ),
        (
            "fi",
            "Lautta ei saanut lähteä satamasta maanantaina, ja pormestari sanoo, että linja on auki ennen viikon loppua, mutta vain jos sää on hyvä ja myös aallot ovat matalat.",
        ),
        (
            "et",
            "Praam ei saanud esmaspäeval sadamast lahkuda ja linnapea ütles, et liin on enne nädala lõppu avatud, aga see oli ka varem nii või veel hullem.",
        ),
        (
            "lv",
            "Prāmis pirmdien nevarēja iziet no ostas, un mērs sacīja, ka līnija līdz nedēļas beigām būs atkal atvērta, bet tas ir atkarīgs no laika un arī no viļņiem pie krasta.",
        ),
        (
            "lt",
            "Keltas pirmadienį negalėjo išplaukti iš uosto, ir meras sakė, kad linija bus vėl atidaryta iki savaitės pabaigos, bet tai yra ne viskas, apie ką jis kalbėjo su žmonėmis.",
        ),
        (
            "pl",
            "Prom nie mógł w poniedziałek wypłynąć z portu, a burmistrz powiedział, że linia będzie otwarta przed końcem tygodnia i to jest dobra wiadomość dla miasta.",
        ),
        (
            "cs",
            "Trajekt v pondělí nemohl vyplout z přístavu a starosta řekl, že linka se do konce týdne otevře, ale jak dodal, to je podle něj jen začátek a město na to čeká.",
        ),
        (
            "sk",
            "Trajekt v pondelok nemohol vyplávať z prístavu a starosta povedal, že linka sa do konca týždňa otvorí, ale ako dodal, to je podľa neho aj tak iba začiatok a sú pred ním ďalšie.",
        ),
        (
            "hu",
            "A komp hétfőn nem hagyhatta el a kikötőt, és a polgármester azt mondta, hogy a járat még a hét vége előtt újra indul, de ez csak egy első lépés volt.",
        ),
        (
            "ro",
            "Feribotul nu a putut pleca luni din port, iar primarul a spus că linia va fi deschisă din nou până la sfârșitul săptămânii și că nu este o problemă pentru oraș.",
        ),
        (
            "hr",
            "Trajekt u ponedjeljak nije mogao isploviti iz luke, a gradonačelnik je rekao da će se linija otvoriti do kraja tjedna, ali i da to nije sve što će biti.",
        ),
        (
            "sl",
            "Trajekt v ponedeljek ni smel izpluti iz pristanišča, župan pa je povedal, da se bo linija odprla do konca tedna, ki je še pred nami, in da so ladje že pri pomolu.",
        ),
        (
            "tr",
            "Feribot pazartesi günü limandan çıkamadı ve belediye başkanı hattın hafta sonundan önce yeniden açılacağını, ancak bunun için çok iş var dedi ve bu da bir ilk olarak kaldı.",
        ),
        (
            "id",
            "Kapal feri itu tidak dapat meninggalkan pelabuhan pada hari Senin, dan wali kota mengatakan jalur itu akan dibuka lagi sebelum akhir pekan ini untuk warga yang menunggu.",
        ),
        (
            "vi",
            "Chiếc phà không được rời cảng vào thứ Hai và thị trưởng cho biết tuyến này sẽ được mở lại trước cuối tuần, theo những người có mặt trong cuộc họp.",
        ),
        (
            "ru",
            "Паром не смог выйти из порта в понедельник, и мэр сказал, что линия будет открыта до конца недели, но это не всё, что он обещал по этому поводу.",
        ),
        (
            "uk",
            "Пором не зміг вийти з порту в понеділок, і мер сказав, що лінія буде відкрита до кінця тижня, але це не все, що він обіцяв та про що говорив після наради.",
        ),
        (
            "el",
            "Το πλοίο δεν μπόρεσε να φύγει από το λιμάνι τη Δευτέρα και ο δήμαρχος είπε ότι η γραμμή θα ανοίξει πριν από το τέλος της εβδομάδας.",
        ),
        (
            "ar",
            "لم تتمكن العبارة من مغادرة الميناء يوم الاثنين، وقال رئيس البلدية إن الخط سيفتح من جديد قبل نهاية الأسبوع، على أن يعلن عن ذلك في وقت لاحق.",
        ),
        (
            "hi",
            "नौका सोमवार को बंदरगाह से नहीं निकल सकी और महापौर ने कहा कि सप्ताह के अंत से पहले मार्ग फिर से खुल जाएगा और यह सभी के लिए अच्छी खबर है।",
        ),
        (
            "ja",
            "フェリーは月曜日に港を出ることができず、市長は今週末までに航路を再開すると述べた。",
        ),
        (
            "zh",
            "渡轮周一未能离开港口，市长表示航线将在本周末之前重新开放，并感谢等待的居民。",
        ),
    ];

    #[test]
    fn a_lead_tells_its_language() {
        let rules = &Language::english().cleaning;
        for (tag, lead) in LEADS {
            assert_eq!(guess(lead, rules).as_deref(), Some(tag), "{lead}");
        }
    }

    #[test]
    fn a_few_words_tell_nothing_rather_than_something_wrong() {
        let rules = &Language::english().cleaning;
        for (tag, lead) in LEADS {
            let words: Vec<&str> = lead.split(' ').take(5).collect();
            let told = guess(&words.join(" "), rules);
            assert!(
                told.as_deref().is_none_or(|it| it == tag),
                "{words:?}: {told:?}"
            );
        }
        for title in [
            "Ferry stuck",
            "Port de Lima",
            "1 2 3",
            "",
            "No, no, no",
            "La Paz",
        ] {
            assert_eq!(guess(title, rules), None, "{title}");
        }
    }

    #[test]
    fn a_declared_language_stands_unless_the_words_are_plainly_anothers() {
        let rules = &Language::english().cleaning;
        let long = |at: usize| format!("{} ", LEADS[at].1).repeat(4);
        assert_eq!(of(&long(1), Some("en-GB"), rules).as_deref(), Some("de"));
        assert_eq!(of(&long(0), Some("en-GB"), rules).as_deref(), Some("en-GB"));
        assert_eq!(of(LEADS[1].1, Some("en"), rules).as_deref(), Some("en"));
        assert_eq!(of(&long(1), Some("gsw"), rules).as_deref(), Some("gsw"));
        assert_eq!(of(LEADS[28].1, Some("en"), rules).as_deref(), Some("zh"));
        assert_eq!(of("Ferry", Some("de"), rules).as_deref(), Some("de"));
    }
}
