// When the server does not answer: Gradio's words for it, which are English, are replaced by ours, and what was asked
// is kept and asked again when Gradio has loaded the page anew.
(() => {
  "use strict";

  const STORE = "tripreport.asking";
  let box = null;
  let before = "";     // what was shown when the question was asked

  function stored(act) {
    try { return act(sessionStorage); } catch { return null; /* a private window: nothing is kept */ }
  }

  const keyOf = (state) => [state?.dataset.state, state?.dataset.address].join();

  function asking(address) {
    before = keyOf(document.querySelector("#results [data-state]"));
    stored((kept) => kept.setItem(STORE, address));
  }

  /** What was there when it was asked is not the answer to it, though it be drawn anew; what comes after it is. */
  function answered(state) {
    if (state && keyOf(state) === before) return;
    before = "";
    if (state?.dataset.state !== "loading") stored((kept) => kept.removeItem(STORE));
  }

  const unanswered = () => stored((kept) => kept.getItem(STORE));

  /** What is typed is asked of what the page shows now. */
  function typed(event) {
    const field = document.querySelector("#question :is(input, textarea)");
    const asks = event.type === "click" ? event.target.closest?.("#ask-button") : event.key === "Enter" && event.target === field;
    if (!asks || event.isComposing || !field.value.trim()) return;
    const address = new URLSearchParams(location.search);
    for (const name of ["group", "k"]) address.delete(name);
    address.set("q", field.value);
    asking(`/?${address}`);
  }

  /** Gradio's messages are about the connection, or about an error that its own words say nothing of. */
  function told() {
    const said = document.querySelector(".toast-wrap [data-testid=toast-text]")?.textContent;
    if (!said || !box) return;
    const { lost, failed } = document.querySelector(".masthead").dataset;
    const words = /connection|server/i.test(said) ? lost : failed;
    if (box.textContent !== words) box.textContent = words;
    if (words === failed) answered(null);
  }

  window.tripreport.away = { asking, answered, unanswered };

  document.addEventListener("DOMContentLoaded", () => {
    box = Object.assign(document.createElement("div"), { id: "away" });
    box.setAttribute("role", "alert");
    document.body.append(box);
    document.addEventListener("keydown", typed, true);
    document.addEventListener("click", typed, true);
    new MutationObserver(told).observe(document.body, { childList: true, subtree: true });
  });
})();
