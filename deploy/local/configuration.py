"""Documents the configuration from the code: the table in OPERATIONS.md, `.env.example`, and the list of
names by which a service knows a typing error.

A section of the configuration is a Rust struct whose fields say what they are in their doc comment
(`HUBBUB_X`: …) and whose `Default` has the value. This reads both, so the documents cannot drift.
"""

import re

import layout

SERVICES = ("api", "gateway", "worker", "files")
TABLE = layout.ROOT / "docs/OPERATIONS.md"
EXAMPLE = layout.ROOT / ".env.example"
NAMES = layout.ROOT / "crates/lifecycle/src/config/variables.txt"
EDGE = layout.ROOT / "deploy/Caddyfile"
TABLE_MARKS = ("<!-- configuration:begin -->\n", "<!-- configuration:end -->")
EXAMPLE_MARKS = ("# --- Of the services, made by `make docs`\n", "# --- End\n")
SECRETS = ("DATABASE_URL", "REDIS_LOG_URL", "REDIS_LIVE_URL")

STRUCT = re.compile(r"pub struct (\w+) \{\n(.*?)\n\}", re.S)
FIELD = re.compile(r"((?:    ///[^\n]*\n)+)((?:    #\[[^\n]*\n)*)    pub (\w+): ([^\n]+),")
DEFAULT = re.compile(r"impl Default for (\w+) \{\n.*?Self \{\n(.*?)\n        \}\n", re.S)
VALUE = re.compile(r"^            (\w+): (.*?),$", re.S | re.M)
USED = re.compile(r": (?:lifecycle::)?(\w+)::(\w+),")


class Variable:
    """One variable: what it means, its default, and who reads it with which default."""

    def __init__(self, name, text, secret):
        self.name, self.text, self.secret = name, text, secret
        self.defaults = {}

    def readers(self):
        return " ".join(service[0] for service in SERVICES if service in self.defaults)

    def default(self):
        """One default, or each service's own."""
        if len(set(self.defaults.values())) == 1:
            return next(iter(self.defaults.values()))
        return ", ".join(f"{service} {value}" for service, value in self.defaults.items())


def variables():
    """All variables of all services, by name."""
    found = {}
    for service in SERVICES:
        folder = layout.ROOT / "services" / service / "src/config.rs"
        source = folder.read_text()
        # The struct that holds the sections is none itself.
        sections = [(source, name) for name in structs(source) if name != "Config"]
        used = [(section_source(module, service), name) for module, name in USED.findall(source)]
        sections += [(text, name) for text, name in used if text]
        for text, struct in sections:
            for variable, default in section(text, struct):
                known = found.setdefault(variable.name, variable)
                known.defaults[service] = default
    return dict(sorted(found.items()))


def structs(source):
    return [name for name, _body in STRUCT.findall(source)]


def section_source(module, service):
    """The file of a section in a shared crate, or in a module of the service; "" for what is neither."""
    if module == "telemetry":
        return (layout.ROOT / "crates/lifecycle/src/telemetry.rs").read_text()
    crate = layout.ROOT / "crates" / module / "src/config.rs"
    own = layout.ROOT / "services" / service / "src" / module / "mod.rs"
    path = crate if crate.exists() else own
    return path.read_text() if path.exists() and module != "lifecycle" else ""


def section(source, struct):
    """The variables of one struct with their defaults."""
    body = dict(STRUCT.findall(source)).get(struct, "")
    values = dict(VALUE.findall(dict(DEFAULT.findall(source)).get(struct, "")))
    for comment, _attributes, field, kind in FIELD.findall(body):
        text = " ".join(line.strip().removeprefix("///").strip() for line in comment.splitlines())
        named = re.match(r"`HUBBUB_(\w+)`: (.*)", text)
        if named is None:
            raise layout.Trouble(f"{struct}.{field} does not say which HUBBUB_ variable it is")
        name, meaning = named.groups()
        if name != field.upper():
            raise layout.Trouble(f"{struct}.{field} calls itself HUBBUB_{name}")
        yield Variable(name, meaning[0].upper() + meaning[1:], "SecretString" in kind), plain(values.get(field, ""), source)


def plain(value, source):
    """A Rust default as a person writes it."""
    number = re.fullmatch(r"[\d_]+", value)
    if number:
        return value.replace("_", "")
    if re.fullmatch(r"[\d_ *]+", value):
        product = 1
        for factor in value.split("*"):
            product *= int(factor)
        return str(product)
    constant = re.fullmatch(r"[A-Z_]+", value)
    if constant:
        found = re.search(rf"const {value}: [^=]+= ([^;]+);", source)
        return plain(found.group(1), source) if found else ""
    address = re.search(r"SocketAddr::from\(\((\[127, 0, 0, 1\]|Ipv4Addr::LOCALHOST), ([\d_]+)\)\)", value)
    if address:
        return f"127.0.0.1:{address.group(2).replace('_', '')}"
    if value.startswith("Partitions::default") or value.startswith("domain::Partitions::default"):
        return "16"
    text = re.search(r'"(.*)"', value)
    if text:
        return text.group(1)
    variant = re.fullmatch(r"\w+::([A-Z]\w*)", value)
    return variant.group(1).lower() if variant else value if value in ("true", "false") else ""


def table(found):
    """The table for OPERATIONS.md."""
    lines = ["| variable | default | meaning | read by |", "| --- | --- | --- | --- |"]
    for variable in found.values():
        secret = " 🔒" if variable.secret else ""
        default = f"`{variable.default()}`" if variable.default() else ""
        meaning = variable.text.replace("|", "\\|")
        lines.append(f"| `HUBBUB_{variable.name}`{secret} | {default} | {meaning} | {variable.readers()} |")
    return "\n".join(lines) + "\n"


def example(found):
    """The part of .env.example that concerns the services."""
    lines = []
    for variable in found.values():
        lines.append(f"# {variable.text.replace('`', '')}")
        secret = variable.secret and variable.name not in SECRETS
        value = "" if secret or len(set(variable.defaults.values())) > 1 else variable.default()
        lines.append(f"#HUBBUB_{variable.name}={value}")
    return "\n".join(lines) + "\n"


def names(found):
    """What any service or the edge reads, one a line."""
    edge = re.findall(r"\{\$(HUBBUB_\w+)", EDGE.read_text())
    return "\n".join(sorted({f"HUBBUB_{name}" for name in found} | set(edge))) + "\n"


def documents():
    """Each document and what it should be."""
    found = variables()
    yield TABLE, between(TABLE.read_text(), TABLE_MARKS, table(found))
    yield EXAMPLE, between(EXAMPLE.read_text(), EXAMPLE_MARKS, example(found))
    yield NAMES, names(found)


def between(text, marks, middle):
    """The text with what is between the marks replaced."""
    head, rest = text.split(marks[0], 1)
    return head + marks[0] + middle + marks[1] + rest.split(marks[1], 1)[1]


def write():
    """Writes the documents anew."""
    for path, wanted in documents():
        path.write_text(wanted)
    return 0


def check():
    """Fails when a document does not say what the code does."""
    for path, wanted in documents():
        if not path.exists() or path.read_text() != wanted:
            raise layout.Trouble(f"{path.relative_to(layout.ROOT)} is not what the code reads: run `make docs`")
    return 0
