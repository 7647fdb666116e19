"""A corpus whose every free text is an attack: what the format accepts, and one body beyond it.

Each attack begins with the name of its field, and sets `window.__xss` to it when it runs. Elements
that it makes have the attribute `data-xss`.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from exchange.corpus import Corpus
from exchange.document import Document
from exchange.indexing import index_documents
from exchange.passages import document_from_case
from exchange.publishing import writer_lock
from exchange.settings import Settings
from tests.conftest import HASH_MODEL

HOST = "evil.example"
HOSTILE, NEIGHBOUR, ABROAD, GONE = "no-hostile", "no-neighbour", "se-abroad", "xx-gone"
_MARKUP = (
    "<img src=x data-xss onerror=\"__xss='{0}'\">",
    "</style></script></title><script data-xss>__xss='{0}'</script>",
    f"<svg data-xss onload=__xss='{{0}}'><style>*{{{{background:url(//{HOST})}}}}</style>",
    "<math data-xss><a xlink:href=\"JaVaScRiPt:__xss='{0}'\">",
    "\"' data-xss autofocus onfocus=__xss='{0}' x='",
)
_OTHER_LANGUAGES = (
    f"[x](javascript:__xss='{{0}}') ![p](//{HOST}/p)",
    "&lt;b&gt; :material/pest_control: :red[r] :smile: $x^2$",
    "{{{{7*7}}}} {{% x %}} {{0.__class__}} %s \u202egnp.exe\u2066",
)
GLOSSARY_ATTACK = "bureau <img src=x data-xss onerror=__xss='glossary'>"
GLOSSARY_WORDS = "Un bureau img src data-xss onerror glossary x"  # else it is not searched
# Markdown within the format: no raw HTML, no images, links to the web only.
BODY = f"""bodymark [1], \\<img src=x data-xss onerror=__xss='escaped'>, &lt;svg data-xss
onload=__xss='entity'&gt;, &#60;b data-xss&#62;, `<script data-xss>__xss='code'</script>`,
[titled](https://{HOST}/t "\\" data-xss onmouseover=__xss='title' x=\\""), &#x202e;turned&#x202c;
[reference][ref], <https://{HOST}/auto?"data-xss=&onmouseover=__xss='auto'>,
javascript:alert('bare'), :material/pest_control: :red[r] $x^2$ {{{{7*7}}}} {{% x %}}
{{0.\\_\\_class\\_\\_}} %s

| cell \\<b data-xss> | x |
| :-: | - |
| ` | [disguised](JaVaScRiPt:__xss='cell') ` |

```" data-xss onmouseover=__xss='fence
</code></pre><script data-xss>__xss='fenced'</script>
```

### \\<i data-xss>subheading

[ref]: https://{HOST}/r '" data-xss onmouseover=__xss="reference'
"""
BODY_SHOWN = (
    "bodymark [1], <img src=x data-xss onerror=__xss='escaped'>, <svg data-xss onload=",
    "<b data-xss>, <script data-xss>__xss='code'</script>, titled, \u202eturned\u202c",
    "javascript:alert('bare'), :material/pest_control: :red[r] $x^2$ {{7*7}} {% x %} {0.__class__}",
    "[disguised](JaVaScRiPt:__xss='cell')",
    "</code></pre><script data-xss>__xss='fenced'</script>",
    "<i data-xss>subheading",
)
# What no case file may have: only the page is left to stop it.
RAW_BODY = f"""rawmark <img src=x data-xss onerror=__xss='raw'> <b data-xss>bold</b>
[control](java\tscript:__xss='control') [upper](JAVASCRIPT:__xss='upper')
[data](data:text/html,<script>__xss='data'</script>) [entity](javascript&colon;__xss='entity')
[vb](vbscript:x) <javascript:__xss='auto'> [relative](//{HOST}) ![pixel](https://{HOST}/p.png) \x00

<script data-xss>__xss='rawscript'</script>
<style data-xss>*{{background:url(https://{HOST})}}</style>
<iframe data-xss src="javascript:__xss='frame'"></iframe>

[ref]: javascript:__xss='reference'
[referred][ref]
"""
RAW_SHOWN = (
    "rawmark <img src=x data-xss onerror=__xss='raw'> <b data-xss>bold</b>",
    "[upper](JAVASCRIPT:__xss='upper')",
    "<script data-xss>__xss='rawscript'</script>",
)


def attack(name: str) -> str:
    """Return one line of free text that attacks under this name."""
    return " ".join([name, *(part.format(name) for part in (*_MARKUP, *_OTHER_LANGUAGES))])


def address(name: str) -> str:
    """Return a web address that the format accepts, and that would like to leave its attribute."""
    return f"https://{HOST}/{name}'onmouseover=__xss='{name}'&quot;data-xss=&lt;img&gt;?javascript:"


def index_hostile(folder: Path) -> Settings:
    """Index the hostile cases and a hostile glossary with the cheap encoder."""
    settings = Settings(corpus=folder / "corpus", index=folder / "index", model=HASH_MODEL)
    for id in (HOSTILE, NEIGHBOUR, ABROAD):
        country, _, slug = id.partition("-")
        path = settings.corpus / "cases" / country / f"{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(case_file(id), encoding="utf-8")
    (settings.corpus / "glossary.yaml").write_text(json.dumps([_glossary_entry()]), "utf-8")
    corpus = Corpus.load(settings.corpus)
    documents = [_beyond_the_format(document_from_case(case)) for case in corpus.cases]
    with writer_lock(settings.index, settings.lock_timeout):
        index_documents(documents, settings, "", cache=settings.index, glossary=corpus.glossary)
    return settings


def case_file(id: str) -> str:
    """Return a valid case file; JSON is YAML too."""
    front_matter = json.dumps(_front_matter(id), ensure_ascii=False, indent=1)
    sections = f"## Problema\n\n{BODY}\n## Resultados\n\n{GLOSSARY_WORDS} [2].\n"
    return f"---\n{front_matter}\n---\n\n{sections}"


def _front_matter(id: str) -> dict[str, Any]:
    figure = {"year": 2018, "scope": attack("scope"), "unit": attack("unit"), "role": "after"}
    return {
        "id": id,
        "language": "es",
        "title": attack("title"),
        "summary": attack("summary"),
        "translations": {"en": {"title": attack("englishtitle"), "summary": attack("english")}},
        "country": id[:2].upper(),
        "location": attack("location"),
        "organisation": attack("organisation"),
        "level": "national",
        "sectors": ["health"],
        "innovation_types": ["process"],
        "sdgs": [3],
        "technologies": [attack("technology")],
        "year_started": 2015,
        "status": "pilot",
        "evidence": "outputs",
        "awards": [{"name": attack("other" if id == ABROAD else "award"), "year": 2018}],
        "figures": [
            {"measure": attack("measure"), "value": 3, "source": 1, **figure},
            {"measure": attack("measure"), "value": 4, "source": 2, **figure},
            {"measure": attack("cost"), "value": 5, "source": 2, **figure, "role": "cost"},
        ],
        "needs": [{"need": "budget", "note": attack("need"), "source": None}],
        "lineage": {
            "adapted_from": [_relative("ancestor", NEIGHBOUR if id == HOSTILE else None)],
            "adopted_by": [_relative("adopter", None)],
            "superseded_by": {"name": attack("successor"), "year": 2020, "case": None, "source": 1},
        },
        "sources": [_source("first"), _source("second")],
    }


def _relative(name: str, case: str | None) -> dict[str, Any]:
    return {"name": attack(name), "country": "FI", "year": 2019, "case": case, "source": 1}


def _source(name: str) -> dict[str, Any]:
    return {
        "url": address(name),
        "title": attack(f"{name}source"),
        "publisher": attack(f"{name}publisher"),
        "date": "2018-11-07",
        "archived": address(f"{name}archive"),
    }


def _glossary_entry() -> dict[str, Any]:
    return {
        "term": "organisation",
        "language": "en",
        "equivalents": {"es": [GLOSSARY_ATTACK]},
        "cases": [HOSTILE],
    }


def _beyond_the_format(document: Document) -> Document:
    """Return the document with a body that no check has seen, where it is the case abroad."""
    case = document.case
    if case is None or case.id != ABROAD:
        return document
    sections = tuple(s.model_copy(update={"text": RAW_BODY}) for s in case.sections)
    return replace(document, case=case.model_copy(update={"sections": sections}))
