"""Expand, then contract: while a release replaces the one before, both run on the new schema.

`crates/store/compat` keeps what the last release asks of Postgres. Two checks follow from it: each migration since
then is read for what would break that release, and each of its queries is prepared against the schema of today.
"""

import gzip
import json
import re
import subprocess
import tomllib

import checks
import layout
import postgres

COMPAT = checks.STORE / "compat"
MIGRATIONS = checks.STORE / "migrations"
# A migration that takes away what no release in use needs any more says so in its first lines.
CONTRACT = re.compile(r"^-- contract: after \d+\.\d+\.\d+\b", re.MULTILINE)

NAME = r'(?:if (?:not )?exists )?(?:only )?"?([a-z_][a-z0-9_.]*)"?'
# What breaks who knows the schema of before: (what is found in a statement, why it is refused).
BREAKS = [
    (r"\brename\b", "renames what the release before knows by its old name"),
    (r"\bdrop (column )?(if exists )?(?!constraint|not null|default|expression|identity)\w+", "drops a column"),
    (r"\balter (column )?\w+ (set data )?type\b", "changes a type"),
    (r"\balter (column )?\w+ drop default\b", "takes a default away: the release before leaves the column out"),
    (r"\balter (column )?\w+ set not null\b", "requires what the release before may leave out"),
    (r"\balter type \w+ (drop|rename)\b", "changes a type"),
]
DROPS = re.compile(r"drop (?!index\b)")
ADDS = re.compile(r"\badd (?:column )?(?:if not exists )?(?!constraint\b|check\b|foreign\b|unique\b|primary\b|value\b)(\w+) ")
CONSTRAINS = re.compile(r"\badd (constraint|check|foreign|unique|primary|exclude)\b")


def asked():
    """What this version asks of Postgres."""
    with open(layout.ROOT / "Cargo.toml", "rb") as file:
        version = tomllib.load(file)["workspace"]["package"]["version"]
    queries = sorted({data["query"] for data in checks.stored().values()})
    newest = max(path.name for path in MIGRATIONS.glob("*.sql"))
    return {"version": version, "migration": newest, "queries": queries}


def record():
    """Writes what this version asks of Postgres, as a part of making a release of it."""
    release = asked()
    version, queries = release["version"], release["queries"]
    text = json.dumps(release, indent=0)
    COMPAT.mkdir(exist_ok=True)
    for old in COMPAT.glob("*.json.gz"):
        old.unlink()
    path = COMPAT / f"{version}.json.gz"
    # Without a time and a name in it, the same queries make the same file.
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    layout.say(f"{len(queries)} queries of {version} recorded in {path.relative_to(layout.ROOT)}")
    return 0


def check_record():
    """Fails when what is recorded is not this version: the next one would be checked against another."""
    if recorded() != asked():
        raise layout.Trouble("crates/store/compat is not this version's: run `python3 deploy/local record-release` and commit it")
    return 0


def recorded():
    """What the last release asks."""
    files = sorted(COMPAT.glob("*.json.gz"))
    if len(files) != 1:
        raise layout.Trouble(f"{COMPAT.relative_to(layout.ROOT)} has {len(files)} releases: it keeps the last one")
    return json.loads(gzip.decompress(files[0].read_bytes()))


def check():
    """Refuses migrations that the last release could not live with."""
    last = recorded()
    names = sorted(path.name for path in MIGRATIONS.glob("*.sql"))
    if last["migration"] not in names:
        raise layout.Trouble(f"the migration {last['migration']} of {last['version']} is gone: they are never taken back")
    found = []
    for name in names[names.index(last["migration"]) + 1 :]:
        found += [f"{name}: {fault}" for fault in faults((MIGRATIONS / name).read_text())]
    found += unprepared(last["queries"])
    for fault in found:
        layout.say(f"    {fault}")
    if found:
        raise layout.Trouble(
            f"{last['version']} could not run on this schema (docs/UPGRADING.md, \"Changing the schema\"):"
            " add first, take away a release later, with `-- contract: after VERSION` on top"
        )
    layout.say(f"    the {len(last['queries'])} queries of {last['version']} run on this schema")
    return 0


def faults(text):
    """What in a migration would break the release before; nothing when its header says that it may."""
    if CONTRACT.search(text):
        return []
    found, fresh = [], set()
    for statement in statements(text):
        made = re.match(rf"create (?:unlogged )?table {NAME}", statement)
        if made:
            fresh.add(made[1])
            continue
        found += [f"{why}: {shortened(statement)}" for why in breaks(statement, fresh)]
    return found


def breaks(statement, fresh):
    """Why one statement is refused. What it does to `fresh` tables, made in the same migration, breaks nobody."""
    index = re.match(rf"create unique index (?:concurrently )?(?:if not exists )?(?:\w+ )?on {NAME}", statement)
    if index:
        return [] if index[1] in fresh else ["requires what the release before may not keep to"]
    changed = re.match(rf"alter table {NAME}", statement)
    if changed and changed[1] in fresh:
        return []
    if not re.match(r"(alter|drop) ", statement):
        return []
    why = ["drops what the release before uses"] if DROPS.match(statement) else []
    for action in actions(statement) if statement.startswith("alter ") else []:
        why += [reason for pattern, reason in BREAKS if re.search(pattern, action)]
        adds = ADDS.search(action)
        if adds and "not null" in action and not re.search(r"\b(default|generated)\b", action):
            why.append(f"adds {adds[1]}, which must have a value and has no default")
        if CONSTRAINS.search(action) and "not valid" not in action:
            why.append("adds a constraint at once, not as `not valid`")
    return list(dict.fromkeys(why))


def statements(text):
    """The statements, in lower case, without comments, strings and bodies of functions, one space between words."""
    text = re.sub(r"(\$\w*\$).*?\1", "''", text, flags=re.DOTALL)
    text = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL)
    text = re.sub(r"'(?:[^']|'')*'", "''", text)
    words = [" ".join(part.split()).lower() for part in text.split(";")]
    return [statement for statement in words if statement]


def actions(statement):
    """The actions of an ALTER TABLE, which has commas between them; commas in brackets belong to one."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(statement):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append(statement[start:at])
            start = at + 1
    return [*found, statement[start:]]


def shortened(statement, most=100):
    """The beginning of a statement."""
    return statement if len(statement) <= most else statement[: most - 1] + "…"


def unprepared(queries):
    """The queries that Postgres does not take and plan with the schema of today, with its words."""
    with checks.Servers() as servers:
        for migration in sorted(MIGRATIONS.glob("*.sql")):
            servers.postgres.psql("-1", "-f", str(migration), database=postgres.DATABASE)
        script = "set plan_cache_mode = force_generic_plan;\n" + "\n".join(map(planned, range(len(queries)), queries))
        words = [str(servers.postgres.programs / "psql"), "-X", "-q", "-d", servers.postgres.url(), "-f", "-"]
        done = subprocess.run(words, input=script, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise layout.Trouble(f"psql ended with {done.returncode}: {done.stderr}")
    return [line for line in done.stderr.splitlines() if "ERROR" in line and "prepared statement" not in line]


def planned(number, query):
    """Has Postgres read a query and plan it, which finds the index of an `on conflict`, and not carry it out."""
    if not re.match(r"\s*(select|insert|update|delete|with|merge)\b", query, re.IGNORECASE):
        return ""
    parameters = max(map(int, re.findall(r"\$(\d+)", query)), default=0)
    values = f"({', '.join(['null'] * parameters)})" if parameters else ""
    return f"prepare q{number} as {query.rstrip().rstrip(';')};\nexplain execute q{number}{values};"
