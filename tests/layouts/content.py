"""What is laid out: the goals and uppdrag of a made-up municipality, and running text that only speaks of such.

`content(seed)` chooses what a document of kultur- och fritidsnämnden tells. KF's registers hold what the document is based on;
the nämnd's own uppdrag are in none.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any, NamedTuple

import yaml

from plancheck.repository.workspace import Workspace
from plancheck.ruleset.loader import load
from plancheck.ruleset.model import RuleSet

YEAR = 2025
NAMND = "kfn"
NAME = "Kultur- och fritidsnämnden"


class Indicator(NamedTuple):
    """An indicator with its figures by year."""

    name: str
    outcome: dict[int, float]
    target: dict[int, float]


class Goal(NamedTuple):
    """A goal of KF, or one of the nämnd's own below it, which has no `ref`. `assessment` is a term of the scale."""

    title: str
    text: str
    ref: str | None
    assessment: str
    indicators: tuple[Indicator, ...] = ()
    sub_goals: tuple[Goal, ...] = ()


class Uppdrag(NamedTuple):
    """An uppdrag: `title` says in the infinitive what is to be done. `status` is a term of the scale; `due` a day."""

    title: str
    text: str
    comment: str
    ref: str | None
    status: str
    due: str
    responsible: str
    report_to: str = "kommunstyrelsen"

    @property
    def short(self) -> str:
        """What is to be done, as a title."""
        return self.title[0].upper() + self.title[1:]

    @property
    def given(self) -> str:
        """The uppdrag in the words in which it is given."""
        return f"{NAME} får i uppdrag att {self.title}."


class Content(NamedTuple):
    """What a document tells, and the YAML of the registers that it is based on, by their names."""

    goals: tuple[Goal, ...]
    uppdrag: tuple[Uppdrag, ...]
    registers: dict[str, str]


class _Aim(NamedTuple):
    title: str
    text: str
    own: tuple[str, str]
    measures: tuple[str, str]


AIMS = (
    _Aim(
        "Alla barn möter kultur varje vecka",
        "Vi sänder musiker och dansare till förskolorna och låter barnen välja vad som ska spelas.",
        ("Varje förskola får besök av en konstnär", "Besöken planeras med rektorerna i augusti."),
        ("Andel förskolor med besök", "Antal föreställningar för barn"),
    ),
    _Aim(
        "Biblioteken är öppna när invånarna är lediga",
        "Fyra filialer har öppet till klockan nio på kvällen och hela söndagen.",
        ("Filialen i hamnen har meröppet", "Låntagarna öppnar dörren med sitt kort."),
        ("Antal öppettimmar per vecka", "Antal besök på biblioteken"),
    ),
    _Aim(
        "Föreningslivet växer i hela kommunen",
        "Lokalerna hyrs ut utan avgift till dem som är yngre än tjugo år.",
        ("Nya föreningar får hjälp att komma i gång", "En lots svarar på frågor varje vardag."),
        ("Antal aktiva föreningar", "Andel bokade halltider"),
    ),
    _Aim(
        "Äldre har roligt tillsammans med andra",
        "Träffpunkterna bjuder på dans, schack och sång varje torsdag.",
        ("Ingen äldre äter ensam på söndagar", "Lunchen lagas av elever på restaurangprogrammet."),
        ("Antal deltagare på träffpunkterna", "Andel äldre som har någon att prata med"),
    ),
    _Aim(
        "Stränder och badplatser är rena och trygga",
        "Vattnet provtas varannan vecka och bryggorna ses över före midsommar.",
        ("Varje badplats har livboj och toalett", "Tillsynen görs av sommarlovsungdomar."),
        ("Andel prover utan anmärkning", "Antal badplatser med brygga"),
    ),
    _Aim(
        "Ekvik når noll utsläpp från sina anläggningar",
        "Ishallens spillvärme leds till simhallen och vaktmästarna cyklar.",
        ("Elen i hallarna halveras", "Lamporna byts mot dioder i alla hallar."),
        ("Utsläpp av koldioxid i ton", "Andel elfordon"),
    ),
    _Aim(
        "Medarbetarna trivs och stannar kvar",
        "Cheferna har färre att leda och alla planerar sina egna scheman.",
        ("Varje chef har högst tjugo medarbetare", "Två nya gruppledare har anställts."),
        ("Andel medarbetare som trivs", "Sjukfrånvaro i procent"),
    ),
    _Aim(
        "Ungdomar bestämmer över sina egna mötesplatser",
        "Ett råd av ungdomar väljer program och håller i nycklarna.",
        ("Rådet möts varje månad", "Rådets beslut sätts upp i entrén."),
        ("Antal ungdomar i råden", "Andel flickor bland besökarna"),
    ),
    _Aim(
        "Kulturarvet berättas så att fler lyssnar",
        "Museet öppnar magasinen och spelar in ljudvandringar genom gamla stan.",
        ("Samlingarna går att söka på nätet", "Fotografierna läses in under hösten."),
        ("Antal digitala föremål", "Antal vandringar"),
    ),
)
"""Goals, each with how it is taken care of, a goal of the nämnd's own below it, and what it is measured by."""


class _Task(NamedTuple):
    title: str
    text: str
    comment: str


TASKS = (
    _Task(
        "öppna ett bibliotek i Norrby",
        "Lokalen i det gamla tingshuset byggs om med start i mars.",
        "Hyllorna är på plats, invigningen sker i juni.",
    ),
    _Task(
        "utreda hur simundervisningen kan nå alla sjuåringar",
        "Badmästarna räknar på bussar från de skolor som ligger långt bort.",
        "Räkningen är klar för sex av nio skolor.",
    ),
    _Task(
        "anlägga en skridskobana på torget",
        "Slangarna läggs ut i november och isen spolas nattetid.",
        "Elen drog mer än väntat den första vintern.",
    ),
    _Task(
        "ta fram en plan för konst i bostadsområden",
        "Två konstnärer har ritat förslag tillsammans med hyresgästerna.",
        "Hyresgästerna vill hellre ha bänkar än statyer.",
    ),
    _Task(
        "sänka avgifterna i musikskolan",
        "Terminsavgiften blir femhundra kronor för alla instrument.",
        "Kön har vuxit med åttio elever sedan sänkningen.",
    ),
    _Task(
        "digitalisera bokningen av idrottshallar",
        "Ett system för låsen prövas i Västra hallen före sommaren.",
        "Låsen krånglade i kyla och byts av leverantören.",
    ),
    _Task(
        "starta en lekotekbuss för familjer på landsbygden",
        "Bussen köps begagnad och körs av bibliotekarierna.",
        "Bussen rullar till elva byar varannan vecka.",
    ),
    _Task(
        "samordna sommarlovsaktiviteter med räddningstjänsten",
        "Brandmännen visar barnen hur man går på is och ror.",
        "Fyrahundra barn var med under juli.",
    ),
    _Task(
        "se över stödet till studieförbunden",
        "Stödet räknas på deltagare i stället för på cirklar.",
        "Remissen gick ut i april och fick tolv svar.",
    ),
    _Task(
        "göra lekplatserna tillgängliga för barn med rullstol",
        "Sanden byts mot gummi och gungorna får breda säten.",
        "Nio lekplatser är ombyggda och fem återstår.",
    ),
    _Task(
        "pröva avgiftsfria museibesök på torsdagar",
        "Museet stannar öppet till nio och skolklasser guidar.",
        "Besöken har fördubblats sedan förra hösten.",
    ),
    _Task(
        "redovisa kostnaderna för konstgräsplanerna",
        "Kostnaden för granulat och snöröjning delas upp per plan.",
        "Uppgifterna saknas ännu för planen i Söderby.",
    ),
    _Task(
        "inrätta ett ungdomsstipendium för ny teknik",
        "Stipendiet delas ut av rådet på skolavslutningen.",
        "Sju ansökningar kom in och två fick pengar.",
    ),
    _Task(
        "kartlägga tomma lokaler för replokaler",
        "Fastighetskontoret går igenom källare och skyddsrum.",
        "Tre källare duger, men ventilationen måste bytas.",
    ),
)
"""Uppdrag, each with how it is taken care of, and what is said of its status."""
RESPONSIBLE = ("Enhet bibliotek", "Enhet idrott", "Enhet ungdom", "Museichefen")
DUE = ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31")
STATUSES = ("pågående", "avslutad", "ej påbörjad")
ASSESSMENTS = ("helt uppfyllt", "delvis uppfyllt", "inte uppfyllt")


def content(seed: int = 1) -> Content:
    """What a document of the year tells: most of KF's goals, uppdrag of this year and the last, and the nämnd's own."""
    chance = random.Random(seed)
    aims, tasks = chance.sample(AIMS, len(AIMS)), chance.sample(TASKS, len(TASKS))
    goals = tuple(_goal(chance, n, aim) for n, aim in enumerate(aims[:7], 1))
    refs = [*(f"kf-{YEAR}/u-{n}" for n in range(1, 11)), *(f"kf-{YEAR - 1}/u-{n}" for n in range(1, 3)), None, None]
    uppdrag = tuple(_uppdrag(chance, task, ref) for task, ref in zip(tasks, refs, strict=True))
    registers = {
        "organisation.yaml": ORGANISATION,
        f"kf/{YEAR}-budget.yaml": _register(chance, YEAR, goals, uppdrag),
        f"kf/{YEAR - 1}-budget.yaml": _register(chance, YEAR - 1, (), uppdrag),
    }
    told = [*uppdrag[:8], uppdrag[10], *uppdrag[-2:]]
    chance.shuffle(told)
    return Content(goals[: chance.choice((5, 6))], tuple(told[: chance.choice((7, 8))]), registers)


def _goal(chance: random.Random, n: int, aim: _Aim) -> Goal:
    own = Goal(*aim.own, None, chance.choice(ASSESSMENTS))
    indicators = tuple(
        Indicator(
            name,
            {YEAR - 2: float(chance.randint(110, 480)), YEAR - 1: chance.randint(101, 999) / 10},
            {YEAR: chance.randint(500, 899) + 0.0},
        )
        for name in aim.measures
    )
    return Goal(aim.title, aim.text, f"kf-{YEAR}/mal-{n}", chance.choice(ASSESSMENTS), indicators, (own,))


def _uppdrag(chance: random.Random, task: _Task, ref: str | None) -> Uppdrag:
    return Uppdrag(*task, ref, chance.choice(STATUSES), chance.choice(DUE), chance.choice(RESPONSIBLE))


def _register(chance: random.Random, year: int, goals: tuple[Goal, ...], uppdrag: tuple[Uppdrag, ...]) -> str:
    """KF's budget of a year: what is referred to as its, with the whole words or with a title."""
    name = f"kf-{year}"
    values: dict[str, Any] = {"document": "kf-budget", "id": name, "year": year}
    values["goals"] = [{"id": goal.ref.split("/")[1], "title": goal.title} for goal in goals if goal.ref]
    values["uppdrag"] = [
        {"id": one.ref.split("/")[1], "title": one.short if chance.random() < 0.5 else one.given, "by": "kf", "to": [NAMND]}
        for one in uppdrag
        if one.ref and one.ref.startswith(f"{name}/")
    ]
    return yaml.safe_dump({key: value for key, value in values.items() if value}, allow_unicode=True, sort_keys=False)


ORGANISATION = """document: organisation
year: 2024
title: Ekviks kommuns nämnder
namnder:
  - {id: ks, title: Kommunstyrelsen}
  - {id: kfn, title: Kultur- och fritidsnämnden}
  - {id: bun, title: Barn- och utbildningsnämnden}
  - {id: sbn, title: Samhällsbyggnadsnämnden}
groups:
  - {id: alla, title: Samtliga nämnder, everyone: true}
"""


@cache
def ruleset() -> RuleSet:
    """The rule set of the made-up municipality: what every municipality shares."""
    return load("kommun")


def workspace(texts: dict[str, str]) -> Workspace:
    """A repository with these files in it."""
    made = Workspace(ruleset().declared)
    for name, text in texts.items():
        made.add(text, name)
    return made


# Running text

PROSE = (
    "Förvaltningen möter invånarna tidigt och följer hur det går under hela året.",
    "Mycket av det som görs syns först efter flera år.",
    "Vintern var lång och flera anläggningar fick stänga några dagar.",
    "Personalen har byggt upp ett kunnande som andra kommuner frågar efter.",
    "Samarbetet med skolan är nära och bygger på förtroende.",
    "Det finns mer att göra för dem som har långt till centrum.",
)
"""Sentences that speak of neither goals nor uppdrag."""

TRAPS = (
    "Nämndens uppdrag är att ge invånarna ett rikt kulturliv, så som reglementet säger.",
    "Målen följs upp två gånger om året och redovisas i delårsrapporten.",
    "Kommunfullmäktige har antagit sju mål och tio uppdrag som rör flera nämnder.",
    "Förvaltningen har haft i uppdrag att spara, och det har märkts.",
    "Att nå målen kräver att alla hjälps åt.",
    "Uppdragen från tidigare år är i huvudsak avslutade.",
    "Måluppfyllelsen bedöms i fyra steg, från låg till hög.",
    "Vi har som mål att svara inom en dag när någon ringer.",
    "Nämnden fick förra året fler uppdrag än den hann med.",
    "Ett uppdrag kan pågå under flera år innan det är klart.",
)
"""Sentences that speak of goals and uppdrag, and hold none."""

WHO = ("Nämnden", "Förvaltningen", "Ledningen", "Enheten", "Styrgruppen", "Arbetsgruppen")
SPEAKING = (
    "{who} talar ofta om mål, men mer sällan om vägen dit.",
    "{who} vill att målen ska vara få och lätta att minnas.",
    "{who} har i uppdrag enligt reglementet att sköta {place}.",
    "{who} anser att uppdragen borde vara färre än {number}.",
    "Av {number} mål bedöms ungefär hälften vara uppfyllda vid årets slut.",
    "Under året redovisades {number} uppdrag, varav några gällde {place}.",
    "När ett uppdrag är avslutat skrivs det av i {place}.",
    "Målvärdet sätts av dem som arbetar med {place}.",
    "De {number} uppdragen i budgeten fördelas mellan nämnderna i december.",
    "En indikator säger något om målet, men aldrig allt.",
    "{who} fick kritik för att målen inte gick att mäta.",
    "Delmål används när vägen till målet är längre än {number} år.",
    "{who} har fått frågan om uppdraget till {place} kan vänta.",
    "Status på ett uppdrag är pågående tills någon säger annat.",
    "Uppdraget som gällde {place} är avslutat sedan länge.",
    "God måluppfyllelse är inte samma sak som nöjda invånare.",
    "Den som har ansvar för ett mål ska också ha medel för det.",
    "Det är inte uppdragets längd som avgör om det blir gjort.",
    "{who} påminner om att direktiv från staten går före egna mål.",
    "I {place} finns en tavla där alla mål står uppskrivna.",
    "Åtgärder som saknar ansvarig blir sällan av, visar {number} års erfarenhet.",
    "{who} skriver i sitt yttrande att målkonflikter är vanliga.",
    "Uppföljningen av mål och uppdrag tar {number} veckor i anspråk.",
    "Att ge någon ett uppdrag är lätt, att följa det är svårare.",
)
PLACES = ("ishallen", "museet", "simhallen", "diariet", "musikskolan", "hamnen", "rådhuset", "kansliet")
NUMBERS = ("tre", "fyra", "sju", "nio", "tolv", "18", "24")
CHAPTERS = (
    "Inledning",
    "Styrning och uppföljning",
    "Så arbetar vi med mål",
    "Om uppdrag",
    "Omvärlden",
    "Ansvar",
    "Lärdomar",
    "Framåt",
    "Metod",
    "Sammanfattande ord",
)


def running_text(seed: int = 1, pages: int = 10) -> str:
    """So many pages of running text about goals and uppdrag that hold none, as the text of a file with form feeds."""
    chance = random.Random(seed)
    made = [f"Verksamhetsplan {YEAR}\n\n{NAME}"]
    for n in range(pages):
        paragraphs = [f"{n + 1} {CHAPTERS[n % len(CHAPTERS)]}"]
        for _ in range(7):
            sentences = chance.sample(SPEAKING, 4) + chance.sample(PROSE, 1)
            paragraphs.append(" ".join(_filled(chance, sentence) for sentence in sentences))
        made.append("\n\n".join(paragraphs))
    return "\n\f".join(made) + "\n"


def _filled(chance: random.Random, sentence: str) -> str:
    return sentence.format(who=chance.choice(WHO), place=chance.choice(PLACES), number=chance.choice(NUMBERS))


def prose(chance: random.Random, sentences: int = 2, *, traps: int = 1) -> str:
    """A paragraph of running text, with sentences that only speak of goals and uppdrag."""
    chosen = [*chance.sample(PROSE, sentences), *chance.sample(TRAPS, traps)]
    chance.shuffle(chosen)
    return " ".join(chosen)
