//! The words that the clause layer knows by function: `data/clauses/words.tsv`.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Word lists by function.
pub(super) struct Words {
    partitive: FxHashSet<&'static str>,
    subject_control: FxHashSet<&'static str>,
    asked_behind: FxHashSet<(&'static str, &'static str)>,
    prepositional: FxHashSet<&'static str>,
    deciding_paper: FxHashSet<&'static str>,
    course: FxHashSet<&'static str>,
    rank: FxHashSet<&'static str>,
    title: FxHashSet<&'static str>,
    undertaking: FxHashSet<&'static str>,
    make: FxHashSet<&'static str>,
    occasion: FxHashSet<&'static str>,
    puts_off: FxHashSet<&'static str>,
    keeps_silent: FxHashSet<&'static str>,
    ruled: FxHashSet<&'static str>,
    harms: FxHashSet<&'static str>,
    perishes: FxHashSet<&'static str>,
    coming: FxHashSet<&'static str>,
    done_there: FxHashSet<&'static str>,
    between: FxHashSet<&'static str>,
    decides: FxHashSet<&'static str>,
    stops: FxHashSet<&'static str>,
    recurrent: FxHashSet<&'static str>,
    journey: FxHashSet<&'static str>,
    sets_off: FxHashSet<&'static str>,
    receives: FxHashSet<&'static str>,
    utters: FxHashSet<&'static str>,
    judges: FxHashSet<&'static str>,
    phase: FxHashSet<&'static str>,
    edge: FxHashSet<&'static str>,
    trespasses: FxHashSet<&'static str>,
    own_ground: FxHashSet<&'static str>,
    watched: FxHashSet<&'static str>,
    membership: FxHashSet<&'static str>,
    about: FxHashSet<&'static str>,
    set_phrase: FxHashSet<&'static str>,
    exchange: FxHashSet<&'static str>,
    sums_up: FxHashSet<&'static str>,
    claims: FxHashSet<&'static str>,
    voice: FxHashSet<&'static str>,
    light: FxHashSet<&'static str>,
    passes: FxHashSet<&'static str>,
    pacts: FxHashSet<&'static str>,
    drafts: FxHashSet<&'static str>,
    orders: FxHashSet<&'static str>,
    discusses: FxHashSet<&'static str>,
    sends: FxHashSet<&'static str>,
    taken_up: FxHashSet<&'static str>,
    blows: FxHashSet<&'static str>,
    replied_to: FxHashSet<&'static str>,
    names_it: FxHashSet<&'static str>,
    answer: FxHashSet<&'static str>,
    abroad: FxHashSet<&'static str>,
    territory: FxHashSet<&'static str>,
    fights: FxHashSet<&'static str>,
    does_behind: FxHashSet<(&'static str, &'static str)>,
    joins: FxHashSet<&'static str>,
    turns_on: FxHashSet<&'static str>,
    backs: FxHashSet<&'static str>,
    makes: FxHashSet<&'static str>,
    dismisses: FxHashSet<&'static str>,
    demands: FxHashSet<&'static str>,
    taken_up_as_told: FxHashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let table = include_str!("../../data/clauses/words.tsv");
    let list = |class: &str| {
        let row = table.lines().find_map(|l| l.split_once('\t').filter(|(c, _)| *c == class));
        row.map_or("", |(_, words)| words).split_whitespace()
    };
    Words {
        partitive: list("partitive").collect(),
        subject_control: list("subject_control").collect(),
        asked_behind: list("asked_behind").filter_map(|w| w.split_once(':')).collect(),
        prepositional: list("prepositional").collect(),
        deciding_paper: list("deciding_paper").collect(),
        course: list("course").collect(),
        rank: list("rank").collect(),
        title: list("title").collect(),
        undertaking: list("undertaking").collect(),
        make: list("make").collect(),
        occasion: list("occasion").collect(),
        puts_off: list("puts_off").collect(),
        keeps_silent: list("keeps_silent").collect(),
        ruled: list("ruled").collect(),
        harms: list("harms").collect(),
        perishes: list("perishes").collect(),
        coming: list("coming").collect(),
        done_there: list("done_there").collect(),
        between: list("between").collect(),
        decides: list("decides").collect(),
        stops: list("stops").collect(),
        recurrent: list("recurrent").collect(),
        journey: list("journey").collect(),
        sets_off: list("sets_off").collect(),
        receives: list("receives").collect(),
        utters: list("utters").collect(),
        judges: list("judges").collect(),
        phase: list("phase").collect(),
        edge: list("edge").collect(),
        trespasses: list("trespasses").collect(),
        own_ground: list("own_ground").collect(),
        watched: list("watched").collect(),
        membership: list("membership").collect(),
        about: list("about").collect(),
        set_phrase: list("set_phrase").collect(),
        exchange: list("exchange").collect(),
        sums_up: list("sums_up").collect(),
        claims: list("claims").collect(),
        voice: list("voice").collect(),
        light: list("light").collect(),
        passes: list("passes").collect(),
        pacts: list("pacts").collect(),
        drafts: list("drafts").collect(),
        orders: list("orders").collect(),
        discusses: list("discusses").collect(),
        sends: list("sends").collect(),
        taken_up: list("taken_up").collect(),
        blows: list("blows").collect(),
        replied_to: list("replied_to").collect(),
        names_it: list("names_it").collect(),
        answer: list("answer").collect(),
        abroad: list("abroad").collect(),
        territory: list("territory").collect(),
        fights: list("fights").collect(),
        does_behind: list("does_behind").filter_map(|w| w.split_once(':')).collect(),
        joins: list("joins").collect(),
        turns_on: list("turns_on").collect(),
        backs: list("backs").collect(),
        makes: list("makes").collect(),
        dismisses: list("dismisses").collect(),
        demands: list("demands").collect(),
        taken_up_as_told: list("taken_up_as_told").collect(),
    }
});

/// Whether a noun only counts or groups what stands behind its `of`.
pub(super) fn is_partitive(lemma: &str) -> bool {
    WORDS.partitive.contains(lemma)
}

/// Whether the subject of this verb does what its infinitive says, though there is an object.
pub(crate) fn is_subject_control(lemma: &str) -> bool {
    WORDS.subject_control.contains(lemma)
}

/// Whether the verb names the one asked behind this preposition.
pub(crate) fn asks_behind(lemma: &str, prep: &str) -> bool {
    WORDS.asked_behind.contains(&(lemma, prep))
}

/// Whether a participle serves as a preposition.
pub(super) fn is_prepositional(word: &str) -> bool {
    WORDS.prepositional.contains(word)
}

/// Whether a noun is a paper or decision that does what its author does.
pub(super) fn is_deciding_paper(lemma: &str) -> bool {
    WORDS.deciding_paper.contains(lemma)
}

/// Whether a verb tells the course of the event that is its subject.
pub(crate) fn tells_course(lemma: &str) -> bool {
    WORDS.course.contains(lemma)
}

/// Whether an adjective gives a place in a series.
pub(crate) fn is_rank(word: &str) -> bool {
    WORDS.rank.contains(word)
}

/// Whether by this verb somebody goes where something is then done, or reaches somebody.
pub(crate) fn is_coming(lemma: &str) -> bool {
    WORDS.coming.contains(lemma)
}

/// Whether those who have come do this at once.
pub(crate) fn is_done_there(lemma: &str) -> bool {
    WORDS.done_there.contains(lemma)
}

/// Whether the infinitive of a verb says what it brings about, wherever the tree hangs it.
pub(super) fn decides(lemma: &str) -> bool {
    WORDS.decides.contains(lemma)
}

/// Whether the object of a verb was under way at that moment.
pub(crate) fn stops(lemma: &str) -> bool {
    WORDS.stops.contains(lemma)
}

/// Whether by this adverb a perfect tells of no single day.
pub(crate) fn is_recurrent(word: &str) -> bool {
    WORDS.recurrent.contains(word)
}

/// Whether the participle of a verb tells what a speaker does in speaking.
pub(crate) fn utters(lemma: &str) -> bool {
    WORDS.utters.contains(lemma)
}

/// Whether by this verb somebody praises or blames others for what they have done.
pub(crate) fn judges(lemma: &str) -> bool {
    WORDS.judges.contains(lemma)
}

/// Whether a noun only makes a preposition of `in` and what follows: `in support of`.
pub(crate) fn is_set_phrase(word: &str) -> bool {
    WORDS.set_phrase.contains(word)
}

/// Whether a preposition behind talks or a meeting says what they are about.
pub(crate) fn is_about(word: &str) -> bool {
    WORDS.about.contains(word)
}

/// Whether a noun is the edge of an occasion, where others meet: `on the sidelines of the summit`.
pub(crate) fn is_edge(lemma: &str) -> bool {
    WORDS.edge.contains(lemma)
}

/// Whether nobody does this to his own airspace or soil.
pub(crate) fn trespasses(lemma: &str) -> bool {
    WORDS.trespasses.contains(lemma)
}

/// Whether a noun is for what every state has of its own: `airspace`.
pub(crate) fn is_own_ground(lemma: &str) -> bool {
    WORDS.own_ground.contains(lemma)
}

/// Whether those behind `of` and this noun, or behind `by` and this participle, only look on or bring others together: `in the presence
/// of`.
pub(crate) fn is_watched(word: &str) -> bool {
    WORDS.watched.contains(word)
}

/// Whether a noun says of the body named before it that somebody is or would be a member: `its NATO membership`.
pub(crate) fn is_membership(lemma: &str) -> bool {
    WORDS.membership.contains(lemma)
}

/// Whether a verb's subjects do to each other what its object says: `traded accusations`.
pub(crate) fn is_exchange(lemma: &str) -> bool {
    WORDS.exchange.contains(lemma)
}

/// Whether a noun is a part, an amount or the edge of the occasion that stands behind its `of`.
pub(crate) fn is_phase(lemma: &str) -> bool {
    WORDS.phase.contains(lemma)
}

/// Whether a noun sums up what has just been told.
pub(crate) fn sums_up(lemma: &str) -> bool {
    WORDS.sums_up.contains(lemma)
}

/// How a noun takes up what was told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenUp {
    /// `the move`: a deed.
    Deed,
    /// `the raid`: one done by force.
    Blow,
    /// `the arrest`: a deed of one sort.
    Told,
    /// `the protests`: what somebody has said to or of another.
    Words,
}

/// How a noun takes up what was told before, if it can.
pub(crate) fn takes_up(lemma: &str) -> Option<TakenUp> {
    match lemma {
        l if WORDS.blows.contains(l) => Some(TakenUp::Blow),
        l if WORDS.replied_to.contains(l) => Some(TakenUp::Words),
        l if WORDS.taken_up_as_told.contains(l) => Some(TakenUp::Told),
        l => WORDS.taken_up.contains(l).then_some(TakenUp::Deed),
    }
}

/// Whether a word makes one deed the answer to another: `in response to`.
pub(crate) fn is_answer(word: &str) -> bool {
    WORDS.answer.contains(word)
}

/// Whether a word beside a demonstration says that it is against those who govern.
pub(crate) fn demands(lemma: &str) -> bool {
    WORDS.demands.contains(lemma)
}

/// Whether a participle says who stands behind somebody: `Chad-backed rebels`.
pub(crate) fn backs(word: &str) -> bool {
    WORDS.backs.contains(word)
}

/// Whether a participle behind a name says who made a thing: `Chadian-built`.
pub(crate) fn makes(word: &str) -> bool {
    WORDS.makes.contains(word)
}

/// Whether a verb takes an office from one's own people.
pub(crate) fn dismisses(lemma: &str) -> bool {
    WORDS.dismisses.contains(lemma)
}

/// Whether a verb is for an act against another over what he has done.
pub(crate) fn turns_on(lemma: &str) -> bool {
    WORDS.turns_on.contains(lemma) || judges(lemma)
}

/// Whether the object of a verb does what stands behind a preposition: `charged Peru with arming`.
pub(super) fn does_behind(lemma: &str, preposition: &str) -> bool {
    WORDS.does_behind.contains(&(lemma, preposition))
}

/// Whether subject and object of a verb do together what stands behind its `in`.
pub(super) fn joins(lemma: &str) -> bool {
    WORDS.joins.contains(lemma)
}

/// Whether a noun is for those who stand for a state in another.
pub(crate) fn is_abroad(lemma: &str) -> bool {
    WORDS.abroad.contains(lemma)
}

/// Whether a noun before `of` only says what the name behind it names: `the breakaway region of Abkhazia`.
pub(crate) fn is_territory(lemma: &str) -> bool {
    WORDS.territory.contains(lemma)
}

/// Whether a noun is for what two do to each other by force: `clashes`.
pub(crate) fn is_fight(lemma: &str) -> bool {
    WORDS.fights.contains(lemma)
}

/// Whether a verb says what something is: `calls it a farce`.
pub(crate) fn names_it(lemma: &str) -> bool {
    WORDS.names_it.contains(lemma)
}

/// Whether a verb or noun tells what one side says of another, or of itself against another.
pub(crate) fn claims(lemma: &str) -> bool {
    WORDS.claims.contains(lemma)
}

/// Whether a noun is a paper or word that speaks for its author.
pub(crate) fn is_voice(lemma: &str) -> bool {
    WORDS.voice.contains(lemma)
}

/// Whether a verb only makes a statement of its object.
pub(crate) fn is_light(lemma: &str) -> bool {
    WORDS.light.contains(lemma)
}

/// Whether by this verb a draft takes effect.
pub(crate) fn passes(lemma: &str) -> bool {
    WORDS.passes.contains(lemma)
}

/// Whether a verb only takes up what is there already.
pub(crate) fn discusses(lemma: &str) -> bool {
    WORDS.discusses.contains(lemma)
}

/// Whether by this verb somebody makes others go and do something.
pub(crate) fn sends(lemma: &str) -> bool {
    WORDS.sends.contains(lemma)
}

/// Whether a verb is that of a host.
pub(crate) fn receives(lemma: &str) -> bool {
    WORDS.receives.contains(lemma)
}

/// Whether the participle of a verb says how a weapon came.
pub(crate) fn sets_off(lemma: &str) -> bool {
    WORDS.sets_off.contains(lemma)
}

/// Whether a noun is one for being on the way.
pub(crate) fn is_journey(lemma: &str) -> bool {
    WORDS.journey.contains(lemma)
}

/// Whether in the passive those who do it may stand behind `between`.
pub(super) fn is_done_between(lemma: &str) -> bool {
    WORDS.between.contains(lemma)
}

/// Whether a name with this head word is that of a paper or plan, which does nothing itself.
pub(crate) fn is_title(word: &str) -> bool {
    WORDS.title.contains(word)
}

/// Whether a name that begins with this word is that of an undertaking.
pub(crate) fn is_undertaking(word: &str) -> bool {
    WORDS.undertaking.contains(word)
}

/// Whether an unknown name before this noun is that of a make: `Iskander missiles`.
pub(crate) fn has_make(word: &str) -> bool {
    WORDS.make.contains(word)
}

/// Whether a name with this head word is that of an occasion or region, which takes no part in anything.
pub(crate) fn is_occasion(word: &str) -> bool {
    WORDS.occasion.contains(word)
}

/// Whether a verb gives what is put off a new date.
pub(crate) fn puts_off(lemma: &str) -> bool {
    WORDS.puts_off.contains(lemma)
}

/// Whether a verb is what those decline who say nothing: `declined to comment`.
pub(crate) fn keeps_silent(lemma: &str) -> bool {
    WORDS.keeps_silent.contains(lemma)
}

/// Whether a noun is for some of those whom a government speaks to as its own: `urged employers to wait`.
pub(crate) fn is_ruled(lemma: &str) -> bool {
    WORDS.ruled.contains(lemma)
}

/// A paper that says what is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paper {
    /// Both have agreed on it.
    Pact,
    /// It has yet to be passed.
    Draft,
    /// It takes effect at once.
    Order,
}

/// What sort of paper a noun is.
pub(crate) fn paper(lemma: &str) -> Option<Paper> {
    let sorts = [(&WORDS.pacts, Paper::Pact), (&WORDS.drafts, Paper::Draft), (&WORDS.orders, Paper::Order)];
    sorts.into_iter().find(|(words, _)| words.contains(lemma)).map(|(_, sort)| sort)
}

/// Who is hurt where a verb tells of harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Harm {
    /// The object: `wounded three`.
    Done,
    /// The subject: `three died`.
    Suffered,
}

/// The harm that a verb tells of.
pub(crate) fn harm(lemma: &str) -> Option<Harm> {
    let done = WORDS.harms.contains(lemma).then_some(Harm::Done);
    done.or_else(|| WORDS.perishes.contains(lemma).then_some(Harm::Suffered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words() {
        assert!(is_partitive("dozens") && !is_partitive("soldier"));
        assert!(is_subject_control("promise"));
        assert!(asks_behind("call", "on") && !asks_behind("call", "in"));
        assert!(is_prepositional("following"));
        assert!(is_deciding_paper("decree"));
        assert!(tells_course("end") && !tells_course("attack"));
        assert!(is_rank("second") && !is_rank("new"));
        assert!(is_title("declaration") && !is_title("union"));
        assert!(puts_off("delay") && !puts_off("cancel"));
        assert!(keeps_silent("comment") && !keeps_silent("sign"));
        assert!(is_ruled("employer") && !is_ruled("neighbour"));
        assert_eq!((harm("wound"), harm("die"), harm("meet")), (Some(Harm::Done), Some(Harm::Suffered), None));
        assert!(claims("accuse") && is_voice("statement") && is_light("issue"));
        assert_eq!(
            (paper("pact"), paper("bill"), paper("decree")),
            (Some(Paper::Pact), Some(Paper::Draft), Some(Paper::Order))
        );
        assert!(passes("adopt") && paper("raid").is_none());
        assert!(discusses("review"));
        assert!(
            does_behind("charge", "with")
                && !does_behind("charge", "of")
                && joins("join")
                && turns_on("sue")
                && turns_on("expel")
        );
        assert!(is_answer("response") && is_abroad("embassy") && is_territory("enclave") && is_fight("clash"));
        assert!(names_it("brand") && takes_up("decree") == Some(TakenUp::Deed) && takes_up("film").is_none());
        assert_eq!(takes_up("arrest"), Some(TakenUp::Told));
        assert_eq!((takes_up("raid"), takes_up("protest")), (Some(TakenUp::Blow), Some(TakenUp::Words)));
        assert!(judges("blame") && is_phase("end") && sums_up("step"));
        assert!(sends("dispatch") && utters("accuse") && receives("host") && sets_off("fire") && is_journey("visit"));
        assert!(decides("vote") && stops("intercept") && is_recurrent("always"));
        assert!(is_done_between("agree") && !is_done_between("close"));
        assert!(is_occasion("summit") && !is_occasion("council"));
    }
}
