// Which passages are ticked for the bundle: cards that are drawn anew (a whole section, another language, more of them)
// keep their ticks. The ticks themselves, and the button, are a plain form.
(() => {
  "use strict";

  const ticked = new Set();
  const ticks = () => document.querySelectorAll("#results .pick input");

  /** What a card is about stays the same when it shows the whole section. */
  const nameOf = (tick) => {
    const { report, anchor } = tick.closest(".card").dataset;
    return `${report} ${anchor}`;
  };

  function drawn() {
    for (const tick of ticks()) tick.checked = ticked.has(nameOf(tick));
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("#results .pick input")) ticked[target.checked ? "add" : "delete"](nameOf(target));
  });

  window.tripreport.picked = { drawn };
})();
