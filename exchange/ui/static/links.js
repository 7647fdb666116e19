// Links of our own blocks open without loading the whole page anew: Streamlit listens to
// "popstate" and shows the view of the new address. Without this script they are normal links.
if (!window.exchangeLinks) {
  window.exchangeLinks = true;
  const closest = (event, selector) => event.target.closest && event.target.closest(selector);
  document.addEventListener("click", (event) => {
    const link = closest(event, "a[data-route]");
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || modified || event.button !== 0 || event.defaultPrevented) return;
    // While a script runs Streamlit may drop the event: then the browser follows the link itself.
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app) return;
    const isStill = app.dataset.testScriptState === "notRunning";
    // A described problem lives in the session, which a loaded page would lose: wait for it.
    if (!isStill && !holdsText()) return;
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), window.location); // SVG, too
    if (isStill) follow(address, link.dataset.focus);
    else whenStill(app, () => follow(address, link.dataset.focus));
  });
  function follow(address, name) {
    window.history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    const main = document.querySelector('[data-testid="stMain"]');
    if (main && !name) main.scrollTo(0, 0);
    // A switch stays where it is: it comes back in the new page under the same name.
    keepFocus(() => (name && document.querySelector(`[data-focus="${CSS.escape(name)}"]`)) || heading());
  }
  function holdsText() {
    const { pathname, search } = window.location;
    return pathname.endsWith("/describe") || new URLSearchParams(search).get("from") === "describe";
  }
  function whenStill(app, act, end = performance.now() + 15000) {
    const isStill = app.dataset.testScriptState === "notRunning";
    if (isStill || performance.now() > end) act();
    else requestAnimationFrame(() => whenStill(app, act, end));
  }
  // Back and forward in the browser; a jump within the page (#source-1) has its own place.
  window.addEventListener("popstate", () => {
    if (!window.location.hash && document.activeElement !== document.body) keepFocus(heading);
  });

  // What had the keyboard is made anew or gone, and the keyboard would begin at the top of the
  // page: for five seconds, or until the reader does something, it goes on at what `find` gives.
  let finding = null;
  function keepFocus(find) {
    const end = performance.now() + 5000;
    finding = find;
    requestAnimationFrame(function look(now) {
      if (finding !== find || now > end) return;
      const next = document.activeElement === document.body && find();
      if (next) next.focus();
      requestAnimationFrame(look);
    });
  }
  for (const act of ["keydown", "pointerdown", "wheel"])
    document.addEventListener(act, () => { finding = null; }, { capture: true, passive: true });
  // The heading of what is shown now, as soon as all of it is there.
  function heading() {
    const app = document.querySelector('[data-testid="stApp"][data-test-script-state=notRunning]');
    const found = app && [...app.querySelectorAll("h1")].pop();
    if (found) found.tabIndex = -1;
    return found;
  }

  // Where the filters lie over the page, Streamlit has one button to open and another to close
  // them, and loses the keyboard between the two. The first is called by the word that is on it.
  const OPEN = '[data-testid="stExpandSidebarButton"]';
  const CLOSE = '[data-testid="stSidebarCollapseButton"] button';
  document.addEventListener("click", (event) => {
    if (closest(event, OPEN)) keepFocus(() => document.querySelector(CLOSE));
    else if (closest(event, CLOSE)) keepFocus(() => document.querySelector(OPEN));
  });
  // Past the last filter the keyboard comes to what lies under them: then they close.
  document.addEventListener("focusin", (event) => {
    const main = closest(event, '[data-testid="stMain"]');
    const button = document.querySelector(CLOSE);
    if (!main || !button) return;
    const [over, under] = [button.getBoundingClientRect(), main.getBoundingClientRect()];
    if (over.right > under.left && over.left < under.right) button.click();
  });
  function nameFilters() {
    const button = document.querySelector(OPEN);
    const word = getComputedStyle(document.documentElement).getPropertyValue("--filters-button");
    if (button && word) button.ariaLabel = JSON.parse(word);
  }
  new MutationObserver(nameFilters).observe(document.body, { subtree: true, childList: true });
  nameFilters(); // the page may be complete by now, and nothing more come

  // Copying: the clipboard where the browser gives it to us, else the text is selected for Ctrl+C.
  document.addEventListener("click", (event) => {
    const button = closest(event, "button[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const said = document.getElementById(button.dataset.copy + "-said");
    window.getSelection().selectAllChildren(source);
    const copied = navigator.clipboard && navigator.clipboard.writeText(source.textContent);
    if (copied) copied.then(() => { said.textContent = button.dataset.done; }, () => {});
  });

  document.addEventListener("click", (event) => {
    if (closest(event, "button[data-print]")) window.print();
  });
}
