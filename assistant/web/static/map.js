// The map of the report: a thin line shows where in it the reader is.
(() => {
  "use strict";

  const page = window.tripreport;
  let pieces = [];  // the pieces of the text that is shown, and how many characters stand before each
  let first = 0;
  let length = 1;

  function changed() {
    const room = page.source.scroller();
    if (!room) return;
    first = Number(room.dataset.first || 0);
    length = Number(room.dataset.length || 1);
    let at = first;
    pieces = [...room.querySelectorAll(".piece")].map((node) => {
      const piece = { node, start: at, size: node.textContent.length };
      at += piece.size;
      return piece;
    });
  }

  /** Put the line where the reader is: in the text a quarter down the pane, else at the page that is shown. */
  function follow() {
    const line = document.querySelector("#source .map-here");
    if (!line) return;
    const { at } = page.source.pane().dataset;
    line.style.left = at ?? `${(100 * read()) / length}%`;
  }

  function read() {
    const room = page.source.scroller();
    const top = room.getBoundingClientRect().top + room.clientHeight * 0.25;
    let now = pieces[0];
    for (const piece of pieces) {
      if (piece.node.getBoundingClientRect().top > top) break;
      now = piece;
    }
    if (!now) return first;
    const box = now.node.getBoundingClientRect();
    const share = box.height ? Math.min(Math.max((top - box.top) / box.height, 0), 1) : 0;
    return now.start + share * now.size;
  }

  page.map = { changed, follow };
})();
