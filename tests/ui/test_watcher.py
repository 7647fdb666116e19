"""The watcher of test_scripting.py sees each thing that must not happen."""

import pytest
from playwright.sync_api import Browser

from tests.ui.watcher import Watcher

pytestmark = pytest.mark.browser

# What an attack might leave in a page -> what the watcher says of it.
ESCAPED = {
    "<img src=x data-xss onerror=__xss='img'>": ["ran: img", "img data-xss", "img onerror"],
    "<a href=' JaVaScRiPt:1'>x</a>": ["a href= JaVaScRiPt:1"],
    "<svg onload=alert(1)></svg>": ["dialog: 1", "svg onload"],
    "<iframe></iframe>": ["iframe"],
    "<p style='background:url(https://evil.example)'>x</p>": [
        "request: https://evil.example/",
        "p style=background:url(https://evil.example)",
    ],
    "<div class=stHtml><video></video></div>": ["ours: video"],
    "<div class=stHtml><p onclick=x></p></div>": ["p onclick", "ours: p onclick=x"],
    "<div class=stHtml><img src=/x></div>": ["ours: img src=/x"],
    "<div class=stHtml><svg></svg></div>": ["ours: svg"],
    "<div class='stHtml drawing'><svg><text fill=red x=1></text><image></image></svg></div>": [
        "ours: text fill=red",
        "ours: image",
    ],
    "<span class=katex>x</span>": ["streamlit: x"],
    "<script>throw Error('broken')</script>": ["error: broken"],
}


def test_the_watcher_sees_what_escapes(browser: Browser) -> None:
    found = {}
    with browser.new_page() as page:
        page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        watcher = Watcher(page)
        for html in ESCAPED:
            page.goto("http://127.0.0.1:1/")
            page.set_content(html)
            page.wait_for_timeout(50)
            found[html] = watcher.found()
    assert found == ESCAPED
