// Asking for a place in a report, one at a time: of several events within one answer's time, Gradio answers the first
// one again. What comes says by its number which it is; the last place that was asked for is the one that is shown.
(() => {
  "use strict";

  const page = window.tripreport;
  const PATIENCE = 10000;
  let number = 0;
  let outstanding = 0;  // the number of the place that was asked for and has not come, else 0
  let since = 0;
  let next = null;      // what is wanted after it

  function place(payload) {
    if (outstanding && performance.now() - since < PATIENCE) {
      next = payload;
      return;
    }
    next = null;
    outstanding = ++number;
    since = performance.now();
    page.send("source", "select", { ...payload, token: outstanding });
  }

  /** Whether nothing is asked for any more, now that `source` is shown. */
  function came(source) {
    if (Number(source?.dataset.token) === outstanding) outstanding = 0;
    if (!outstanding && next) place(next);
    return !outstanding;
  }

  page.seek = { place, came };
})();
