// The report beside the results: bring the cited passage into view, mark the section being read,
// and on a narrow screen open as a sheet that takes the focus and gives it back.
(() => {
  "use strict";

  const page = window.tripreport;
  let awaited = null;   // the card whose source was asked for and has not come yet
  let opener = null;    // where the focus goes when the reader is done
  let seen = "";        // which place is shown, so that a redraw of the same one does not scroll
  let room = null;      // the element it is shown in: a new one starts at its top
  let at = 0;           // how far it is scrolled
  let goal = null;      // the id of what to go to once its part of the report has come
  let held = false;     // whether what is being drawn anew had the focus
  let about = null;     // the report whose panel «about this report» is open

  const pane = () => document.querySelector("#source .source");
  const scroller = () => document.querySelector("#source .source-scroll");
  const isSheet = () => !page.WIDE.matches;
  const isOpen = () => document.documentElement.classList.contains("sheet");

  // ---------- arriving ----------

  function changed() {
    const source = pane();
    const settled = page.seek.came(source);
    markCards(source);
    if (!source) { seen = ""; about = null; return; }
    const { report, start, end, part, picture } = source.dataset;
    const now = [report, start, end, part, picture].join("\u0000");
    const [isNew, isAnew] = [now !== seen, scroller() !== room];
    seen = now;
    room = scroller();
    fit();
    if (isOpen()) asDialog(source);
    if (awaited && settled) arrive(source);
    if (about !== null) showAbout(about === report && goal === null);
    if (isNew && goal !== null) toPlace(goal);
    else if (isNew) toPassage(false);
    else if (isAnew && room) room.scrollTop = at; // the same place drawn again, as in another language
    page.picture.changed(source, isNew);
    page.map.changed(source);
    if (held && document.activeElement === document.body) scroller()?.focus({ preventScroll: true });
    if (isNew) [goal, held] = [null, false]; // Gradio tells of a change already when it begins to ask for it
    listen();
  }

  function arrive(source) {
    const { rank } = awaited.dataset;
    const onMap = awaited.closest(".map"); // pressed there: what was pressed stays in the hand, drawn anew or not
    opener = onMap ? document.getElementById(`hit-${rank}`) : awaited;
    awaited = null;
    showAbout(false);
    if (isSheet()) openSheet();
    else opener?.scrollIntoView({ block: "nearest" });
    ((onMap && source.querySelector(`.map [data-place="${rank}"]`)) || source).focus({ preventScroll: true });
    if (source.dataset.announce) page.say(source.dataset.announce);
  }

  const MARKED = "#source .has-passage, #source .passage, #source .report-text mark, #source .picture-mark";
  const shows = (source, card) => ["report", "start", "end"].every((name) => source?.dataset[name] === card.dataset[name]);

  /** Show the place of `card`: at once where it is open already, else as soon as it has come. */
  function open(card) {
    awaited = card;
    if (!shows(pane(), card) || !document.querySelector(MARKED)) return false;
    arrive(pane());
    toPassage(false);
    return true;
  }

  function markCards(source) {
    for (const card of document.querySelectorAll("#results .card")) {
      card.classList.toggle("open", shows(source, card));
    }
  }

  // ---------- moving inside the report ----------

  function scrollTo(node, share) {
    const room = scroller();
    if (!node || !room) return;
    const top = node.getBoundingClientRect().top - room.getBoundingClientRect().top + room.scrollTop;
    room.scrollTop = Math.max(0, top - room.clientHeight * share);
    at = room.scrollTop;
    current();
  }

  function toPassage(focus) {
    if (focus) showAbout(false);
    const first = document.querySelector(MARKED);
    if (!first) {
      if (focus && pane()?.dataset.start !== undefined) show({ page: page.picture.wish() });
      else if (scroller()) scroller().scrollTop = 0;
      return;
    }
    scrollTo(first, 0.22);
    if (focus) scroller().focus({ preventScroll: true });
  }

  function toPlace(id) {
    const place = document.getElementById(id);
    scrollTo(place, 0.02);
    place?.focus({ preventScroll: true });
  }

  /** Go to the section or the page that `link` names, in this part of the report or another, or among its pictures. */
  function follow(link) {
    const { section, page: number, part, turn: picture } = link.dataset;
    const id = section === undefined ? `p${number}` : `s${section}`;
    closeOutline();
    showAbout(false);
    if (pane().dataset.picture !== undefined) {
      page.picture.turn(Number(picture ?? number), "room");
      return;
    }
    if (part === undefined) {
      toPlace(id);
      return;
    }
    goal = id;
    turn(Number(part));
  }

  /** The place that is open, shown another way: another part, a page as a picture, and where to go there. */
  function show({ part = null, page: number = null, id = null }) {
    const { report, start, end, rank, answers, anchor } = pane().dataset;
    goal = id ?? goal;
    held = pane().contains(document.activeElement);
    page.seek.place({ report, start: Number(start), end: Number(end), rank: Number(rank), answers: JSON.parse(answers), part, page: number, anchor });
  }

  function turn(part) {
    show({ part });
  }

  /** As high as the window allows where the pane stands now: it is sticky, so that changes while one scrolls. */
  function fit() {
    const source = document.getElementById("source");
    if (!source || isSheet()) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const free = window.innerHeight - Math.max(source.getBoundingClientRect().top, rem) - rem;
    source.style.setProperty("--room", `${Math.max(free, 20 * rem)}px`);
  }

  // ---------- the outline ----------

  let drawn = 0;
  function listen() {
    const room = scroller();
    if (!room) return;
    room.onscroll = () => { at = room.scrollTop; cancelAnimationFrame(drawn); drawn = requestAnimationFrame(current); };
    current();
  }

  /** Mark in the outline the section at the top of the reader's view, and open its branch. */
  function current() {
    const room = scroller();
    if (!room) return;
    page.map.follow();
    const line = room.getBoundingClientRect().top + room.clientHeight * 0.25;
    let now = pane().dataset.within ?? null;
    for (const piece of room.querySelectorAll("[data-piece]")) {
      if (piece.getBoundingClientRect().top > line) break;
      now = piece.dataset.piece;
    }
    for (const link of document.querySelectorAll("#source-outline a")) {
      const on = link.dataset.section === now;
      if (on) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    const link = document.querySelector('#source-outline a[aria-current]');
    for (const item of document.querySelectorAll("#source-outline li")) item.classList.toggle("branch", Boolean(link && item.contains(link)));
    const list = document.getElementById("source-outline");
    if (link && list && list.clientHeight) {
      const top = link.getBoundingClientRect().top - list.getBoundingClientRect().top;
      if (top < 0 || top > list.clientHeight - 32) list.scrollTop += top - list.clientHeight / 3;
    }
  }

  function toggleOutline() {
    showAbout(false);
    const open = pane().classList.toggle("outline-open");
    document.querySelector("#source [data-outline]").setAttribute("aria-expanded", String(open));
    scroller().inert = open; // it lies under the outline
    if (open) { current(); document.querySelector("#source-outline a")?.focus(); }
  }

  function closeOutline() {
    pane()?.classList.remove("outline-open");
    document.querySelector("#source [data-outline]")?.setAttribute("aria-expanded", "false");
    if (scroller()) scroller().inert = false;
  }

  // ---------- what is known of the report ----------

  /** The panel lies over outline and text, which keep their place below it and cannot be reached meanwhile. */
  function showAbout(on) {
    const panel = document.getElementById("source-about");
    about = on && panel ? pane().dataset.report : null;
    if (!panel) return;
    panel.hidden = !on;
    for (const node of [scroller(), document.getElementById("source-outline")]) if (node) node.inert = on;
    document.querySelector("#source .about-toggle").setAttribute("aria-expanded", String(on));
  }

  function toggleAbout() {
    const open = document.getElementById("source-about").hidden;
    closeOutline();
    showAbout(open);
    document.querySelector(open ? "#source-about" : "#source .about-toggle").focus({ preventScroll: true });
  }

  // ---------- the sheet of a narrow screen ----------

  const behind = () => ["head", "add", "ask", "results", "below"].map((id) => document.getElementById(id)).filter(Boolean);

  function asDialog(source) {
    source.setAttribute("role", "dialog");
    source.setAttribute("aria-modal", "true");
  }

  function openSheet() {
    document.documentElement.classList.add("sheet");
    asDialog(pane());
    for (const node of behind()) node.inert = true;
    requestAnimationFrame(() => toPassage(false));
  }

  function closeSheet() {
    document.documentElement.classList.remove("sheet");
    pane()?.removeAttribute("role");
    pane()?.removeAttribute("aria-modal");
    for (const node of behind()) node.inert = false;
  }

  /** Leave the report: the focus goes back to the card it was opened from. */
  function close() {
    closeOutline();
    showAbout(false);
    if (isOpen()) closeSheet();
    const card = opener && document.contains(opener) ? opener : document.querySelector("#results .card.open");
    (card?.querySelector("[data-show]") || card)?.focus();
    opener = null;
  }

  page.source = { pane, scroller, changed, open, show, toPassage, follow, turn, toggleOutline, toggleAbout, close };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (isOpen() || event.target.closest?.("#source"))) {
      event.preventDefault();
      if (about === null) close();
      else toggleAbout();
    }
  });
  let fitting = 0;
  for (const name of ["scroll", "resize"]) {
    window.addEventListener(name, () => { cancelAnimationFrame(fitting); fitting = requestAnimationFrame(fit); }, { passive: true });
  }
  page.WIDE.addEventListener("change", () => { if (page.WIDE.matches && isOpen()) closeSheet(); });
})();
