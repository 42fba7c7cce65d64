//! Pages in the layouts that outlets use, with what must and must not be read of each: `tests/pages/NAME.html` and `NAME.txt`.

use diplograph::article::{Article, PartKind, ReadOptions, read};
use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let files = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path());
    let mut pages: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "html")).collect();
    pages.sort();
    pages
}

fn article(page: &Path) -> Article {
    let mut found: Vec<_> = read(&[page.to_owned()], &ReadOptions::default()).collect();
    assert_eq!(found.len(), 1, "{}", page.display());
    found.remove(0).unwrap_or_else(|bad| panic!("{bad}"))
}

#[test]
fn headline_date_and_every_paragraph_are_read_and_nothing_else() {
    let pages = pages();
    assert!(pages.len() >= 5);
    for page in pages {
        let article = article(&page);
        let name = page.file_stem().expect("a name").display().to_string();
        let read: Vec<&str> =
            article.parts.iter().filter(|p| p.kind.is_read()).map(|p| p.span.of(&article.text)).collect();
        assert_eq!(article.parts[0].kind, PartKind::Headline, "{name}");
        let day = article.date.map(|day| format!("{day} {}", article.date_origin.name().unwrap_or_default()));
        for line in fs::read_to_string(page.with_extension("txt")).expect("readable").lines() {
            let (what, words) = line.split_once(": ").expect("what: words");
            match what {
                "title" => {
                    assert_eq!(article.title.as_deref(), Some(words), "{name}");
                    assert_eq!(read[0], words, "{name}: the headline");
                }
                "date" => assert_eq!(day.as_deref(), Some(words), "{name}"),
                "publisher" => assert_eq!(article.publisher.as_deref(), Some(words), "{name}"),
                "author" => assert_eq!(article.author.as_deref(), Some(words), "{name}"),
                "has" => assert!(read.contains(&words), "{name}: no part is {words:?} among {read:#?}"),
                "lacks" => {
                    assert!(!read.iter().any(|part| part.contains(words)), "{name}: {words:?} is read in {read:#?}")
                }
                _ => panic!("{name}: {line}"),
            }
        }
    }
}
