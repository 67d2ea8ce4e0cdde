// Pages of the report as pictures: turn them, say what became of one that does not come, fetch the next ones ahead.
(() => {
  "use strict";

  const page = window.tripreport;
  const PATIENCE = 4000;
  let wanted = null;  // the page that is to be shown and has not come yet
  let asked = 0;      // when a page was asked for that has not come yet
  let control = "";   // what was used to ask for it, to which the focus goes back
  let large = false;  // whether the reader wants pages larger than the pane

  const pane = () => page.source.pane();
  const room = () => document.querySelector("#source .picture-scroll");
  const frame = () => document.querySelector("#source .picture");
  const shown = () => Number(pane()?.dataset.picture) || null;

  // ---------- text or picture ----------

  /** What to ask for with another place: the picture of its page where a picture is shown now, else its text. */
  function wish() {
    wanted = null;
    return shown() ? 0 : null;
  }

  /** Show the same place the other way: the page that is being read, not always that of the passage. */
  function choose(button) {
    const { mode } = button.dataset;
    const { goal, part } = document.querySelector("#source .switch [data-mode=text]").dataset;
    if ((mode === "picture") === Boolean(shown())) return;
    wanted = null;
    control = mode;
    if (mode === "picture") page.source.show({ page: read() });
    else if (goal === undefined) page.source.show({});
    else page.source.show({ part: Number(part), id: goal });
  }

  /** The page at the top of the text in view; 0 where the passage is in view, for its page. */
  function read() {
    const box = page.source.scroller().getBoundingClientRect();
    const seen = (node) => { const at = node.getBoundingClientRect(); return at.bottom > box.top && at.top < box.bottom; };
    if ([...document.querySelectorAll("#source .has-passage")].some(seen)) return 0;
    const marks = [...document.querySelectorAll("#source .page-mark")];
    const begun = marks.filter((mark) => mark.getBoundingClientRect().top <= box.top + box.height * 0.25);
    if (begun.length) return Number(begun.at(-1).id.slice(1));
    return marks.length ? Math.max(Number(marks[0].id.slice(1)) - 1, 1) : 0;
  }

  // ---------- pages ----------

  /** Show page `number`; `by` names what was used, or «room» for the page itself. */
  function turn(number, by) {
    const to = Math.min(Math.max(number, 1), Number(pane().dataset.pages));
    if (to === (wanted ?? shown())) return;
    wanted = to;
    control = by;
    if (!asked || performance.now() - asked > PATIENCE) ask();
  }

  /** One at a time: of several events within one answer's time, Gradio answers the first one again. */
  function ask() {
    asked = performance.now();
    page.source.show({ page: wanted });
  }

  function changed(source, isNew) {
    const img = source.querySelector(".picture:not([data-state=here], [data-state=wrong]) > img");
    if (img && !img.complete) setTimeout(() => { if (frame() && !frame().dataset.state) frame().dataset.state = "waiting"; }, 300);
    else if (img) (img.naturalWidth ? came : failed)(img); // it was there before, or came before we looked
    if (!isNew) return;
    asked = 0;
    enlarge();
    giveBack(source);
    if (wanted !== null && shown() !== null && shown() !== wanted) {
      ask(); // the reader has turned on meanwhile
      return;
    }
    if (wanted !== null && source.dataset.name) page.say(source.dataset.name);
    wanted = null;
    control = "";
  }

  /** The focus goes to what stands where the used control stood: the pane was drawn anew. */
  function giveBack(source) {
    if (!control) return;
    const same = source.querySelector(`[data-control="${control}"]:not(:disabled), .switch [data-mode="${control}"]`);
    (same || page.source.scroller())?.focus({ preventScroll: true });
  }

  function enlarge() {
    const button = document.querySelector("#source [data-zoom]");
    if (!button) return;
    button.setAttribute("aria-pressed", String(large));
    room().classList.toggle("large", large);
    const mark = document.querySelector("#source .picture-mark");
    if (large && mark) room().scrollLeft = mark.offsetLeft - 16;
  }

  function zoom() {
    large = !large;
    const share = (room().scrollTop + room().clientHeight / 2) / room().scrollHeight;
    enlarge();
    room().scrollTop = share * room().scrollHeight - room().clientHeight / 2;
  }

  // ---------- the picture comes, or does not ----------

  const isOurs = (node) => node.matches?.("#source .picture > img");

  function came(img) {
    frame().dataset.state = "here";
    for (const address of img.parentElement.dataset.ahead.split(" ")) if (address) new Image().src = address;
  }

  async function failed(img) {
    let status = 0;
    try {
      status = (await fetch(img.src, { cache: "no-store" })).status;
    } catch { /* then there is no connection */ }
    if (!img.isConnected) return;
    tell({ 404: "gone", 422: "failed" }[status] || "offline");
  }

  function tell(kind) {
    frame().dataset.state = "wrong";
    for (const box of frame().querySelectorAll("[data-wrong]")) box.hidden = box.dataset.wrong !== kind;
    page.say(frame().querySelector(`[data-wrong="${kind}"] p`).textContent);
  }

  function again() {
    const img = frame().querySelector("img");
    delete frame().dataset.state;
    for (const box of frame().querySelectorAll("[data-wrong]")) box.hidden = true;
    img.src = img.getAttribute("src");
    room().focus({ preventScroll: true });
  }

  /** The report has another file by now: open it as it is, at the page with the same number. */
  function renew() {
    room().focus({ preventScroll: true });
    page.source.show({ page: shown() });
  }

  // neither event bubbles; the picture is drawn anew with every page, so they are caught on the way down
  document.addEventListener("load", (event) => { if (isOurs(event.target)) came(event.target); }, true);
  document.addEventListener("error", (event) => { if (isOurs(event.target)) failed(event.target); }, true);

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("#source .picture-choose select")) turn(Number(event.target.value), "choose");
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const onPage = event.target === room() || (control === "room" && event.target === document.body); // being drawn anew
    if (!step || !onPage || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (room().scrollWidth > room().clientWidth) return; // a large page is moved, not turned
    event.preventDefault();
    turn((wanted ?? shown()) + step, "room");
  });

  page.picture = { changed, wish, choose, turn, zoom, again, renew };
})();
