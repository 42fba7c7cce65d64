//! Event records that show every filter of `export` at work.

use crate::records::record;

/// `events.jsonl` with eight records of seven events from three articles.
pub fn events() -> String {
    let lines = [
        ("a1", "2021-03-25 Meeting actual person/RUS-ivan-petrov,KOR -"),
        ("a2", "2021-03-25 Meeting actual RUS,person/KOR-kim-minsu -"),
        ("a1", "2021-03-25 Criticism actual KOR PRK"),
        ("a1", "2013 Visit actual person/RUS-ivan-petrov KOR"),
        ("a2", "2021-06-01 Visit planned person/KOR-kim-minsu RUS"),
        ("a2", "2021-03-24 MissileLaunch actual PRK -"),
        ("a3", "2021-03-20 Attack actual group/northern-band NOR"),
        ("a3", "2021-03-21 Sanction negated CHN NOR"),
    ];
    lines.map(|(article, line)| record(article, line).to_string() + "\n").concat()
}
