"""The table of commands."""

from __future__ import annotations

from dataclasses import dataclass

from reader.keymap import Keymap

EVERYWHERE = (
    *("library", "article", "visual", "searches", "history", "sync"),
    *("ledger", "claim", "beside", "review", "suggest"),
    *("register", "entity", "sweep", "pairs"),
    *("dossiers", "dossier"),
)
ARTICLES = ("library", "article", "visual")
TEXT = ("article", "visual")
LIBRARY = ("library",)
SEARCHES = ("library", "searches")
LEDGER = ("ledger",)
CLAIM = ("claim",)
CLAIMS = ("ledger", "claim")
BESIDE = ("beside",)
JUDGED = (*CLAIMS, *BESIDE)
REVIEW = ("review",)
SUGGEST = ("suggest",)
HISTORY = ("history",)
SYNC = ("sync",)
ARTICLE = ("article",)
VISUAL = ("visual",)
REGISTER = ("register",)
CARD = ("entity",)
ENTITIES = ("register", "entity")
SWEEP = ("sweep",)
PAIRS = ("pairs",)
DOSSIERS = ("dossiers",)
DOSSIER = ("dossier",)
ANY_DOSSIER = ("dossiers", "dossier")
READ = (*TEXT, *BESIDE)
SPLIT = (*LIBRARY, *READ)
COMMAND_LINE: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    Attributes:
        name: words of its command line (``claim add``).
        summary: one line for help, palette and ``--help``, without a full stop.
        modes: where keys, prompt and palette offer it; empty for what only
            the command line does.
        arguments: how the arguments are written, empty for none.
        cli: whether the command line has a command of this name.
    """

    name: str
    summary: str
    modes: tuple[str, ...]
    arguments: str = ""
    cli: bool = False


CATALOGUE: tuple[Command, ...] = (
    # everywhere
    Command("help", "Show what works here, or a page", EVERYWHERE, "[TOPIC]", cli=True),
    Command("keys", "List the keys in force", EVERYWHERE, cli=True),
    Command("palette", "Find a command by a few letters of it", EVERYWHERE),
    Command("prompt", "Type a command", EVERYWHERE),
    Command("undo", "Take back the last step", EVERYWHERE, cli=True),
    Command("redo", "Do again what was taken back", EVERYWHERE, cli=True),
    Command("back", "Leave what is open; in the library, leave the program", EVERYWHERE),
    Command("escape", "Put away selection, search or filter; leave an article", EVERYWHERE),
    Command("suspend", "Stop, and go back to the shell until `fg`", EVERYWHERE),
    Command("quit", "Leave the program", EVERYWHERE),
    Command(
        "theme", "Change the look: dark, light, high-contrast, no-colour", EVERYWHERE, "[NAME]"
    ),
    Command("import", "Bring files and folders into the archive", EVERYWHERE, "PATH…", cli=True),
    Command("export", "Write Markdown or another format", EVERYWHERE, "DIR [OPTION…]", cli=True),
    Command("sync", "Take over edits in exported files", EVERYWHERE, "DIR [OPTION…]", cli=True),
    Command("verify", "Check exported quotations against the archive", EVERYWHERE, "DIR", cli=True),
    Command("reindex", "Bring the search index up to date", EVERYWHERE, cli=True),
    Command("cancel", "Stop the job that is running; what it stored stays", EVERYWHERE),
    Command("read", "Mark as read, or as unread again", ARTICLES, cli=True),
    Command("star", "Put a star on, or take it off", ARTICLES, cli=True),
    Command("tag", "Add tags; a minus before a tag removes it", ARTICLES, "[TAG|-TAG…]", cli=True),
    Command("search", "Find articles by words, phrases and fields", LIBRARY, "[QUERY]", cli=True),
    Command("search instead", "Ask what is suggested where nothing was found", LIBRARY),
    Command("plot", "Show the articles listed over time, and how far they are read", LIBRARY),
    Command("histogram", "Show or hide how the articles listed spread over time", LIBRARY),
    Command("copies", "Unfold the copies of an article, or fold them again", LIBRARY),
    Command("similar", "List articles like this one", ("library", "article")),
    # saved searches
    Command("searches", "List saved searches and what is new for them", LIBRARY, cli=True),
    Command("searches run", "Run a saved search", SEARCHES, "[NAME]"),
    Command("searches add", "Save a search under a name", SEARCHES, "[NAME]", cli=True),
    Command("searches edit", "Change a saved search", SEARCHES, "[NAME]", cli=True),
    Command("searches delete", "Delete a saved search", SEARCHES, "[NAME]", cli=True),
    # entities
    Command("entities", "List entities with their counts", ARTICLES, "[NAME]", cli=True),
    Command("entities filter", "Only entities with a name that begins so", REGISTER, "[NAME]"),
    Command("entities order", "Order by name, type or a count", REGISTER, "[ORDER]"),
    Command("entities type", "Only one type; again for the next", REGISTER, "[TYPE]"),
    Command("entities group", "Put entities under their types, or no longer", REGISTER),
    Command("entities select", "Select an entity or mention, or leave it out", ENTITIES),
    Command("entity open", "Open the entity, mention or claim", (*ENTITIES, "pairs")),
    Command("entity merge", "Make several entities one", ENTITIES, "[NAME]", cli=True),
    Command("entity split", "Give mentions to another entity", CARD, "[NAME]", cli=True),
    Command("entity rename", "Give an entity another name", ENTITIES, "[NAME]", cli=True),
    Command("entity alias add", "Give an entity a further name", ENTITIES, "[NAME]", cli=True),
    Command("entity remove", "Take away the name, identifier, relation or mention", CARD),
    Command("entity type", "Change an entity's type", ENTITIES, "[TYPE]", cli=True),
    Command("entity relate", "Say how two entities are related", ENTITIES, "[KIND NAME]", cli=True),
    Command("entity not-same", "Say that two entities are two", ENTITIES, "NAME", cli=True),
    Command("entity delete", "Delete an entity with its mentions", ENTITIES, cli=True),
    Command("entity duplicates", "List entities that may be one", REGISTER, cli=True),
    Command("entity queue", "List new articles with names to review", REGISTER, cli=True),
    Command("entity describe", "Say what an entity is, or when and how a relation holds", ENTITIES),
    Command("entity identify", "Set an entity's identifiers", ENTITIES, "[SCHEME:VALUE | …]"),
    Command("entity create", "Make an entity before it is tagged", REGISTER, "NAME", cli=True),
    Command("entity import", "Take a table of entities in", REGISTER, "FILE", cli=True),
    Command("entities save", "Write the entities listed as such a table", REGISTER, "FILE"),
    Command("entity suggest", "Look for names that no entity has yet", ARTICLES, cli=True),
    Command("entity suggested", "List the names found so", (*ARTICLES, *REGISTER), cli=True),
    Command(
        "entity sweep", "Find the names of entities in articles", (*ARTICLES, *ENTITIES), cli=True
    ),
    Command("sweep accept", "Mark the passage as a mention", SWEEP),
    Command("sweep reject", "Never find this passage again", SWEEP),
    Command("sweep skip", "Leave the passage for another time", SWEEP),
    Command("sweep accept article", "Mark all found in the article", SWEEP),
    Command("sweep reject article", "Never find those of the article again", SWEEP),
    Command("sweep accept all", "Mark all passages shown", SWEEP),
    Command("sweep other", "Mark the passage as another entity's", SWEEP, "[NAME]"),
    Command("sweep widen", "Look through all articles instead", SWEEP),
    Command("sweep open", "Read the passage in its article", SWEEP),
    Command("pair merge", "Merge the second entity into the first", PAIRS),
    Command("pair apart", "Say that the two are not the same", PAIRS),
    Command("pair skip", "Leave the pair for another time", PAIRS),
    Command("pair turn", "Keep the other one of the two", PAIRS),
    # moving, in lists and in the text
    Command("move down", "One line down", EVERYWHERE),
    Command("move up", "One line up", EVERYWHERE),
    Command("move page down", "One page down", EVERYWHERE),
    Command("move page up", "One page up", EVERYWHERE),
    Command("move half down", "Half a page down", EVERYWHERE),
    Command("move half up", "Half a page up", EVERYWHERE),
    Command("move first", "To the beginning", EVERYWHERE),
    Command("move last", "To the end", EVERYWHERE),
    # the library
    Command("open", "Read the article under the cursor", LIBRARY),
    Command("order", "Order by date, title, outlet, added or length", LIBRARY, "[ORDER]"),
    Command("order turn", "Turn the order round", LIBRARY),
    Command("facets", "Show the facets and go there; again to put them away", LIBRARY),
    Command("preview", "Show or hide the preview", LIBRARY),
    Command("select", "Select the article under the cursor, or leave it out again", LIBRARY),
    Command("select all", "Select all articles listed, or none", LIBRARY),
    Command("delete", "Delete articles, with a way back by undo", LIBRARY, cli=True),
    Command("next unread", "To the next unread article", LIBRARY),
    Command("previous unread", "To the previous unread article", LIBRARY),
    # the text
    Command("move left", "One character left", TEXT),
    Command("move right", "One character right", TEXT),
    Command("move word", "To the next word", TEXT),
    Command("move word back", "To the previous word", TEXT),
    Command("move sentence", "To the next sentence", TEXT),
    Command("move sentence back", "To the previous sentence", TEXT),
    Command("move paragraph", "To the next paragraph", TEXT),
    Command("move paragraph back", "To the previous paragraph", TEXT),
    Command("move heading", "To the next heading", TEXT),
    Command("move heading back", "To the previous heading", TEXT),
    Command("move line start", "To the beginning of the line", TEXT),
    Command("move line end", "To the end of the line", TEXT),
    Command("visual", "Begin or end a selection", TEXT),
    Command("select word", "Select the word", VISUAL),
    Command("select sentence", "Select the sentence", VISUAL),
    Command("select paragraph", "Select the paragraph", VISUAL),
    Command("grow", "Widen the selection: word, sentence, paragraph", TEXT),
    Command("shrink", "Narrow the selection again", TEXT),
    Command("claim add", "Mark a passage as a claim", TEXT, cli=True),
    Command("entity tag", "Tag a passage as the name of an entity", TEXT, "[TYPE NAME]", cli=True),
    Command("highlight add", "Highlight a passage", TEXT, cli=True),
    Command("note add", "Write a note on a passage", TEXT, "[NOTE]", cli=True),
    Command("annotation delete", "Delete a mark", TEXT, cli=True),
    Command("mark open", "Edit the mark, or follow the link, under the caret", ARTICLE),
    Command("label", "Label the mark under the caret; 0 takes the label off", ARTICLE, "0-9"),
    Command("next mark", "To the next mark", TEXT),
    Command("previous mark", "To the previous mark", TEXT),
    Command("next claim", "To the next claim", TEXT),
    Command("previous claim", "To the previous claim", TEXT),
    Command("next entity", "To the next entity", TEXT),
    Command("previous entity", "To the previous entity", TEXT),
    Command("find", "Find words in this article", TEXT, "[TEXT]"),
    Command("find next", "To the next place found", TEXT),
    Command("find previous", "To the previous place found", TEXT),
    Command("copy", "Copy the words selected, or the sentence", TEXT),
    Command("copy quotation", "Copy them as a quotation with its source", TEXT),
    Command("copy link", "Copy the web address", ARTICLES),
    Command("copy id", "Copy the article's id", ARTICLES),
    Command("browse", "Open the web page in the browser", ARTICLES, cli=True),
    Command("pipe", "Give the selection or the article to a command", ARTICLES, "[COMMAND]"),
    Command("contents", "Go to a heading", ARTICLE),
    Command("links", "Follow a link, footnote or image by its number", ARTICLE),
    Command("next article", "Read the next article of the list", ARTICLE),
    Command("previous article", "Read the one before it in the list", ARTICLE),
    Command("go back", "Back to the article read before", ("library", "article")),
    Command("go forward", "Forward again", ARTICLE),
    Command("side pane", "Show or hide the marks beside the text", ARTICLE),
    Command("split", "Put an article or the claims beside", SPLIT, "[ARTICLE|claims]", cli=True),
    Command("split turn", "To the other side; where there is none, ask what goes there", READ),
    Command("split close", "Put the other side away", READ),
    Command("focus", "Show only the text, or everything again", ARTICLE),
    # claims, and what bears on them
    Command("claims", "Find claims in the ledger", LIBRARY + TEXT, "[QUERY]", cli=True),
    Command("claims filter", "Find claims by words and fields", LEDGER + BESIDE, "[QUERY]"),
    Command("claims order", "Order claims: added, verdict, speaker, due …", LEDGER, "[ORDER]"),
    Command("claims order turn", "Turn the order of claims round", LEDGER),
    Command("claims group", "Put claims under headings", LEDGER, "[verdict|speaker|…]"),
    Command("claims select", "Select what is under the cursor, or leave it out", CLAIMS),
    Command("claims select all", "Select all claims listed, or none", LEDGER),
    Command("claim open", "Open the claim, or go to the passage", JUDGED + DOSSIER),
    Command("claim verdict", "Give the verdict of this number, or pick one", JUDGED, "[1-9]"),
    Command("claim kind", "Say what kind of claim it is", JUDGED, "KIND"),
    Command("claim attribution", "Say how it was said", JUDGED, "[HOW]"),
    Command("claim confidence", "Say how sure the verdict is, in percent", JUDGED, "[0-100]"),
    Command("claim claimant", "Say who says so", JUDGED, "[NAME]"),
    Command("claim said", "Say when it was said", JUDGED, "[DATE]"),
    Command("claim due", "Say when a prediction falls due", JUDGED, "[DATE]"),
    Command("claim notes", "Write notes in your editor ($EDITOR)", JUDGED),
    Command("claim drift", "Show only the words, and what changed in them", CLAIM),
    Command("claims due", "Tell what falls due, and who was right", LEDGER, cli=True),
    Command(
        "claims verdicts",
        "List verdicts, or change the scheme",
        EVERYWHERE,
        "[add|remove|rename|change NAME]",
        cli=True,
    ),
    Command("claim list", "List claims", COMMAND_LINE, cli=True),
    Command("claim show", "Show a claim with all that is on it", COMMAND_LINE, "CLAIM", cli=True),
    Command("claim edit", "Change claims, or give their verdict", JUDGED, "[WORDS]", cli=True),
    Command("claim attach", "Let a passage appear under a claim", COMMAND_LINE, cli=True),
    Command("claim merge", "Make one claim of several", LEDGER, cli=True),
    Command("claim split", "Make a claim of some appearances of one", CLAIM, cli=True),
    Command("evidence add", "Link a claim to what bears on it", JUDGED, "[URL|MARK]", cli=True),
    Command("evidence same", "Count it and the source above as one", CLAIM),
    Command("evidence apart", "Count it as a source of its own", CLAIM),
    Command("evidence here", "Link a claim to this passage", TEXT + BESIDE, "[STANCE]"),
    Command(
        "claim same", "Join the claim made, or here, with another", (*TEXT, *SUGGEST), "[WORDS]"
    ),
    Command("evidence list", "List what bears on a claim", COMMAND_LINE, cli=True),
    Command("evidence edit", "Change a piece of evidence", CLAIM, "[STANCE|note]", cli=True),
    Command("evidence delete", "Take such a link away", CLAIM, cli=True),
    Command("evidence copies", "Say whether two articles are one source", COMMAND_LINE, cli=True),
    # dossiers
    Command("dossiers", "List dossiers, to open and arrange them", (*LIBRARY, *TEXT, *LEDGER)),
    Command(
        "dossier add", "Put a mark or claims into a dossier", ARTICLE + CLAIMS, "[TITLE]", cli=True
    ),
    Command("dossier open", "Open the dossier, or the part in its article", ANY_DOSSIER),
    Command("dossier new", "Begin a dossier", DOSSIERS, "[TITLE]", cli=True),
    Command("dossier heading", "Put a heading after this part", DOSSIER, "[WORDS]"),
    Command("dossier prose", "Write a text after this part ($EDITOR)", DOSSIER, "[WORDS]"),
    Command("dossier move", "Move a part of a dossier", DOSSIER, "up|down", cli=True),
    Command("dossier text", "Change the words of a part", DOSSIER, "[WORDS]", cli=True),
    Command("dossier remove", "Take a part out of a dossier", DOSSIER, cli=True),
    Command("dossier rename", "Give a dossier another title", ANY_DOSSIER, "[TITLE]", cli=True),
    Command("dossier export", "Write a dossier as one brief", ANY_DOSSIER, "[DIR]", cli=True),
    Command("dossier delete", "Delete a dossier", DOSSIERS, cli=True),
    Command("dossier list", "List dossiers", COMMAND_LINE, cli=True),
    Command("dossier show", "Show what is in a dossier", COMMAND_LINE, "DOSSIER", cli=True),
    # sentences worth a claim
    Command("suggest", "List sentences that may be worth a claim", ARTICLES, cli=True),
    Command("suggest accept", "Make a claim of the sentence", SUGGEST, cli=True),
    Command("suggest edit", "Make a claim of it in words of your own", SUGGEST, "[WORDS]"),
    Command("suggest reject", "Never suggest the sentence again", SUGGEST, cli=True),
    Command("suggest skip", "Leave the sentence for later", SUGGEST, cli=True),
    Command("suggest order", "Order by worth, or as the text goes", SUGGEST),
    Command("suggest open", "Read the sentence in its article", SUGGEST),
    # marks that lost their place
    Command("review", "List marks that lost their place", LIBRARY + TEXT, cli=True),
    Command("review accept", "Put the mark on the place proposed", REVIEW, "[PLACE]", cli=True),
    Command("review keep", "Keep the mark as lost", REVIEW, cli=True),
    Command("review other", "Look at the next place proposed", REVIEW),
    Command("review skip", "Leave it for later", REVIEW),
    Command("review choose", "Choose the place in the article", REVIEW),
    # what was done
    Command("history", "List what was done, by whom and when", LIBRARY + TEXT + CLAIMS),
    Command("history filter", "Narrow it: words actor: command: record: date:", HISTORY, "[WORDS]"),
    Command("history undo", "Take this step back, if none depends on it", HISTORY),
    # what was edited in files
    Command("sync apply", "Take over what is listed, as one step", SYNC),
    Command("sync prefer", "Whose value wins where both changed it", SYNC, "[files|archive]"),
    Command("sync say", "Say all of a line", SYNC),
    # the command line alone
    Command("review show", "Show a mark then and now", COMMAND_LINE, "MARK", cli=True),
    Command("list", "List articles", COMMAND_LINE, cli=True),
    Command("show", "Show an article and its marks", COMMAND_LINE, "ID", cli=True),
    Command("cite", "Print a quotation with its source", COMMAND_LINE, "ID", cli=True),
    Command("edit", "Correct title, date, outlet, authors, language, URL", COMMAND_LINE, cli=True),
    Command("annotations", "List marks", COMMAND_LINE, "[QUERY]", cli=True),
    Command("log", "Show the steps that were made", COMMAND_LINE, cli=True),
    Command("reparse", "Read an article anew from its original", COMMAND_LINE, "ID", cli=True),
    Command("stats", "Count what the archive holds", COMMAND_LINE, cli=True),
    Command("paths", "Say where the archive and its index lie", COMMAND_LINE, cli=True),
    Command("serve", "Show the screen in a browser on this machine", COMMAND_LINE, cli=True),
    Command("config show", "Show the settings in force", COMMAND_LINE, "[NAME]", cli=True),
    Command("config example", "Print a config.toml with every setting", COMMAND_LINE, cli=True),
    Command("demo", "Open a small sample archive", LIBRARY, cli=True),
    Command("annotation edit", "Change a mark's note, label, tags, place", COMMAND_LINE, cli=True),
    Command("entity list", "List entities", COMMAND_LINE, "[NAME]", cli=True),
    Command(
        "entity show", "Show all about an entity, its mentions in context", COMMAND_LINE, cli=True
    ),
    Command("entity edit", "Change several fields of an entity", COMMAND_LINE, cli=True),
    Command("entity alias remove", "Take a further name away", COMMAND_LINE, cli=True),
    Command("searches rename", "Give a saved search another name", COMMAND_LINE, cli=True),
    Command("searches history", "List the queries asked before", COMMAND_LINE, cli=True),
    Command("dump", "Print the whole archive as text", COMMAND_LINE, cli=True),
    Command("restore", "Make an archive of a dump", COMMAND_LINE, "FILE", cli=True),
    Command("completion", "Print a shell's completion script", COMMAND_LINE, "SHELL", cli=True),
)

_BY_NAME = {command.name: command for command in CATALOGUE}


def find(name: str) -> Command:
    """The command of this name.

    Raises:
        KeyError: if there is none.
    """
    return _BY_NAME[name]


def for_mode(mode: str) -> list[Command]:
    """What can be done in a mode, in the order of the catalogue."""
    return [command for command in CATALOGUE if mode in command.modes]


def complete(mode: str, letters: str) -> list[Command]:
    """Commands of a mode that hold these letters in this order, the closest first.

    Names that begin with the letters come before names that hold them in one
    piece, those before summaries that do, those before scattered letters.
    """
    wanted = letters.casefold().strip()
    ranked: list[tuple[int, Command]] = []
    for command in for_mode(mode):
        name, summary = command.name, command.summary.casefold()
        if name.startswith(wanted):
            ranked.append((0, command))
        elif wanted in name:
            ranked.append((1, command))
        elif wanted in summary:
            ranked.append((2, command))
        elif _scattered(wanted, name):
            ranked.append((3, command))
    return [command for _, command in sorted(ranked, key=lambda pair: pair[0])]


def keys_of(command: str, mode: str, keymap: Keymap) -> list[str]:
    """The key sequences, as people write them, that run a command in a mode."""
    return keymap.keys_for(mode, command)


def _scattered(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
