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
    if (!app || app.dataset.testScriptState !== "notRunning") return;
    event.preventDefault();
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    // A switch stays where it is: it comes back in the new page under the same name.
    if (link.dataset.focus) return void keepFocus(link.dataset.focus);
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
  });

  // The block with the switch is made anew, and the keyboard would begin at the top of the page.
  function keepFocus(name) {
    const find = () => document.querySelector(`[data-focus="${CSS.escape(name)}"]`);
    const old = find();
    const watcher = new MutationObserver(() => {
      const link = find();
      if (!link || link === old) return;
      watcher.disconnect();
      if (document.activeElement === document.body) link.focus({ preventScroll: true });
    });
    watcher.observe(document.body, { subtree: true, childList: true });
    setTimeout(() => watcher.disconnect(), 5000);
  }

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
