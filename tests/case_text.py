"""A small valid case file for tests, to be broken in one place at a time."""

CASE_TEXT = """\
---
id: no-fjord-permits
language: es
title: "Permisos para los fiordos"
summary: "Un permiso en línea en lugar de tres visitas a la oficina."
translations:
  en:
    title: "Fjord permits"
    summary: "One permit online instead of three visits to the office."
country: NO
location: "Nacional"
organisation: "Oficina de los fiordos"
level: national
sectors: [general-public-services, economic-affairs]
innovation_types: [digital-service]
sdgs: [9, 16]
technologies: []
year_started: null
status: active
evidence: before-after
awards:
  - {name: "Premio del fiordo", year: 2018}
  - {name: "Mención", year: null}
figures:
  - {measure: "visits", value: 3, unit: "days", year: 2015, scope: "NO", role: before, source: 1}
  - {measure: "visits", value: 0.5, unit: "days", year: 2018, scope: "NO", role: after, source: 2}
needs:
  - {need: budget, note: "A small one", source: null}
lineage:
  adapted_from: []
  adopted_by:
    - {name: "Iceland", country: IS, year: 2019, case: null, source: 3}
  superseded_by: null
sources:
  - {url: "https://example.org/1", title: "Uno", publisher: "Example", date: 2018-11-07}
  - {url: "https://example.org/2", title: "Dos", publisher: "Example", date: null}
  - {url: "https://example.org/3", title: "Tres", publisher: "Example", date: null}
---

## Problema

Tres visitas por permiso [1, 3].

## Solución

Un formulario, véase [la página](https://example.org/page) [2].

### Detalles

Un sello digital [1–3].

## Resultados

Media visita [2][3].
"""


def changed(old: str, new: str, text: str = CASE_TEXT) -> str:
    """Return `text` with the one occurrence of `old` replaced by `new`."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
    return text.replace(old, new)
