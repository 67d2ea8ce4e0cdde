// What the keyboard and those who hear the page need of Gradio's own parts, of the signs «:::» and of a sheet that
// lies over the page.
(() => {
  "use strict";

  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

  /** Gradio's labels stand around their fields; named outright, every reader and every checker knows whose they are. */
  function drawn() {
    for (const field of document.querySelectorAll("gradio-app label :is(input, textarea)")) {
      field.id ||= `${field.closest("[id]").id}-field`;
      field.closest("label").htmlFor = field.id;
    }
    document.querySelector("#question :is(input, textarea)")?.setAttribute("accesskey", "S");
  }

  /** To a part of the page, and the focus with it; the address is that of the question, and stays. */
  function jump(event) {
    const link = event.target.closest?.("a:is(.skip, .landmark)");
    const part = link && document.getElementById(link.hash.slice(1));
    if (!part) return;
    event.preventDefault();
    if (!part.hasAttribute("tabindex")) part.setAttribute("tabindex", "-1");
    part.focus();
  }

  /** Gradio's list of choices closes when Tab leaves it, and its key handler opens it again: it never sees the key. */
  function leave(event) {
    if (event.key === "Tab" && event.target.matches?.("[role=combobox]")) event.stopPropagation();
  }

  /** With a choice made Gradio lets go of the focus: it goes on to the button, which is what comes next. */
  function choose(event) {
    if (event.key !== "Enter" || !event.target.matches?.("#report [role=combobox]")) return;
    setTimeout(() => { if (document.activeElement === document.body) document.getElementById("ask-button")?.focus(); }, 50);
  }

  /** Within a sheet Tab goes round: past its last stop there is nothing that could be seen. */
  function goRound(event) {
    const sheet = event.key === "Tab" && event.target.closest?.("[role=dialog]");
    if (!sheet) return;
    const stops = [...sheet.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility() && !stop.disabled && !stop.closest("[inert]"));
    const side = event.shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const within = (stop) => stop !== event.target && event.target.compareDocumentPosition(stop) & side;
    if (!stops.length || stops.some(within)) return;
    event.preventDefault();
    stops.at(event.shiftKey ? -1 : 0).focus();
  }

  window.tripreport.reach = { drawn };

  document.addEventListener("click", jump);
  document.addEventListener("keydown", leave, true);
  document.addEventListener("keydown", choose, true);
  document.addEventListener("keydown", goRound);
})();
