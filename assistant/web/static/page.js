// The page's one script for what a reader does. Python makes all HTML; here are only clicks, keys,
// focus, the address and the clipboard. Plain JavaScript: nothing is loaded from anywhere.
(() => {
  "use strict";

  const LANGUAGE = "tripreport_lang"; // the cookie that the pages without scripts read too
  const WIDE = window.matchMedia("(min-width: 64rem)");
  const triggers = {};
  let live = null;

  const $ = (selector, root = document) => root.querySelector(selector);
  const send = (room, event, payload) => triggers[room] && triggers[room](event, payload);

  // ---------- language, address, first load ----------

  function stored() {
    return document.cookie.split("; ").find((cookie) => cookie.startsWith(`${LANGUAGE}=`))?.slice(LANGUAGE.length + 1);
  }

  function language() {
    const kept = stored();
    if (kept === "zh-Hant" || kept === "en") return kept;
    return (navigator.language || "zh").toLowerCase().split("-")[0] === "zh" ? "zh-Hant" : "en";
  }

  /** What Gradio sends when the page opens: the language, and the address or what was asked and not answered. */
  const boot = () => [language(), window.tripreport.away.unanswered() || location.search + location.hash];

  function remember(state) {
    const { question, address } = state.dataset;
    if (question === undefined) return;
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
    here = location.search;
    document.title = `${question} – ${$(".masthead").dataset.title}`;
  }

  let here = location.search;

  /** One went back, or to a permanent link; a jump within the page is neither. */
  function moved() {
    if (location.search !== here || /^#v\d/.test(location.hash)) location.reload();
  }

  /** The address of what is on the screen: a server that was restarted knows of it by nothing else. */
  const shown = () => $("#results [data-address]")?.dataset.address;

  /** Ask what `link` asks, without leaving the page. */
  function go(link) {
    goal = link.dataset.go;
    window.tripreport.away.asking(link.getAttribute("href"));
    send("results", "submit", { address: link.getAttribute("href") });
  }

  function headChanged() {
    const head = $(".masthead");
    if (!head) return;
    document.documentElement.lang = head.dataset.pageLang;
    if (!$("#results [data-question]")) document.title = head.dataset.title;
    document.documentElement.classList.add("ready");
    window.tripreport.add.drawn();
    window.tripreport.reach.drawn();
  }

  function resultsChanged() {
    const state = $("#results [data-state]");
    if (!state) return;
    document.documentElement.dataset.state = state.dataset.state;
    for (const place of document.querySelectorAll("#results [data-origin]")) place.textContent = location.origin;
    if (state.dataset.announce && state.dataset.announce !== said) say(state.dataset.announce);
    said = state.dataset.announce || "";
    remember(state);
    window.tripreport.picked.drawn();
    window.tripreport.away.answered(state);
    keepFocus(state);
    if (["error", "empty-question"].includes(state.dataset.state) && !WIDE.matches) $("#question textarea, #question input")?.focus();
  }

  // ---------- the focus ----------

  let goal = null;   // where the focus belongs once what was asked for has come: data-go of the link
  let held = null;   // what had the focus in a part that is drawn anew: it gets it back
  let said = "";     // what was announced last: the same card drawn anew is no news

  /** How to find an element of the results again when they were drawn anew. */
  function nameOf(node) {
    const card = node.closest(".card");
    const within = card ? `#${card.id}` : "#results";
    if (node.matches(".pick input")) return `${within} .pick input`;
    const kept = ["data-whole", "data-show", "data-copy", "data-go"].find((each) => node.hasAttribute(each));
    if (kept) return `${within} [${kept}="${CSS.escape(node.getAttribute(kept))}"]`;
    return card ? within : "#results .asked, #results h2";
  }

  function hold(event) {
    if (event.target !== document.body) held = event.target.closest?.("#results") ? nameOf(event.target) : null;
  }

  /** Nobody is left at the top of the page because what had the focus is gone. */
  function keepFocus(state) {
    if (state.dataset.state === "loading") return;
    if (goal !== null) {
      held = `#hit-${CSS.escape(goal)}, #results [data-go="${CSS.escape(goal)}"]`;
      if (!goal || !$(held)) held = "#results .asked, #results h2";
      goal = null;
    } else if (!held || document.activeElement !== document.body) return;
    const target = $(held) || $("#results .asked, #results h2");
    if (target && !target.matches("a, button, [tabindex]")) target.tabIndex = -1;
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
  }

  // ---------- saying things ----------

  function say(text) {
    live.textContent = "";
    // a reader hears only what changes: the same words twice need a moment of silence between
    setTimeout(() => { live.textContent = text; }, 50);
  }

  /** What a button copies: what it carries, what stands somewhere on the page, or a file of ours. */
  async function wanted({ copy, copyOf, copyFrom }) {
    if (copyFrom === undefined) return copy ?? document.getElementById(copyOf).textContent;
    const answer = await fetch(copyFrom).catch(() => null);
    return answer?.ok ? answer.text() : null;
  }

  async function copy(button) {
    const text = await wanted(button.dataset);
    let done = text !== null;
    try {
      if (done) await navigator.clipboard.writeText(text);
    } catch {
      done = copyTheOldWay(text);
    }
    const words = done ? button.dataset.copied : button.dataset.failed;
    toast(words, done ? text : "");
    say(words);
    button.classList.toggle("done", done);
    setTimeout(() => button.classList.remove("done"), 4000);
  }

  function copyTheOldWay(text) {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    return done;
  }

  let toastTimer = 0;
  function toast(words, detail) {
    const box = $("#toast");
    const line = detail.replace(/\s+/g, " ");
    box.replaceChildren(Object.assign(document.createElement("strong"), { textContent: words }));
    if (line) box.append(Object.assign(document.createElement("span"), { textContent: line.length > 60 ? `${line.slice(0, 60)}…` : line }));
    box.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => { box.hidden = true; }, 5000);
  }

  // ---------- cards ----------

  function place(card) {
    const { report, start, end, rank, answers, anchor } = card.dataset;
    const page = window.tripreport.picture.wish(); // text or picture, as the last one was
    return { report, start: Number(start), end: Number(end), rank: Number(rank), answers: JSON.parse(answers), page, anchor };
  }

  function show(card) {
    if (!window.tripreport.source.open(card)) window.tripreport.seek.place(place(card));
  }

  function step(from, by) {
    const cards = [...document.querySelectorAll("#results .card")];
    const next = cards[cards.indexOf(from) + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  // ---------- one listener for every click, one for every key ----------

  const clicks = {
    "data-copy": copy,
    "data-copy-of": copy,
    "data-copy-from": copy,
    "data-whole": (button) => send("results", "input", { rank: Number(button.dataset.whole), address: shown() }),
    "data-go": go,
    "data-show": (button) => show(button.closest(".card")),
    "data-place": show,
    "data-lang": (button) => {
      document.cookie = `${LANGUAGE}=${button.dataset.lang}; path=/; max-age=31536000; samesite=lax`;
      send("head", "select", { lang: button.dataset.lang, address: shown() });
    },
    "data-add": (button) => window.tripreport.add.toggle(button),
    "data-find": (link) => window.tripreport.add.find(link.dataset.find),
    "data-close": () => window.tripreport.source.close(),
    "data-back": () => window.tripreport.source.toPassage(true),
    "data-outline": () => window.tripreport.source.toggleOutline(),
    "data-about": () => window.tripreport.source.toggleAbout(),
    "data-section": (link) => window.tripreport.source.follow(link),
    "data-page": (button) => window.tripreport.source.follow(button),
    "data-mode": (button) => window.tripreport.picture.choose(button),
    "data-turn": (button) => window.tripreport.picture.turn(Number(button.dataset.turn), button.dataset.control),
    "data-zoom": () => window.tripreport.picture.zoom(),
    "data-again": () => window.tripreport.picture.again(),
    "data-renew": () => window.tripreport.picture.renew(),
    "data-part": (button) => window.tripreport.source.turn(Number(button.dataset.part)),
  };

  function clicked(event) {
    for (const [name, act] of Object.entries(clicks)) {
      const found = event.target.closest(`[${name}]:is(button, a)`);
      if (found) {
        if (found.matches("a[href]") && (event.ctrlKey || event.metaKey || event.shiftKey)) return; // in a tab of its own
        event.preventDefault();
        act(found);
        return;
      }
    }
  }

  function typing(target) {
    return target.matches?.("input, textarea, select, [contenteditable]");
  }

  function pressed(event) {
    if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const box = $("#question textarea, #question input");
      box.focus();
      box.select();
      return;
    }
    const card = event.target.closest?.("#results .card");
    if (card && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(card, event.key === "ArrowDown" ? 1 : -1);
    } else if (card && event.key === "Enter" && event.target === card) {
      event.preventDefault();
      show(card);
    }
  }

  // ---------- start ----------

  function watch(id, changed) {
    const node = document.getElementById(id);
    if (!node) return false;
    new MutationObserver(changed).observe(node, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-state", "data-adding", "data-announce", "data-address", "data-start", "data-report", "data-part", "data-page-lang", "data-token"] });
    changed();
    return true;
  }

  function bind(name, trigger) {
    triggers[name] = trigger;
    const rooms = { head: headChanged, results: resultsChanged, source: () => window.tripreport.source.changed(), adding: () => window.tripreport.add.changed() };
    // Gradio may fill a part twice within one frame; its last state is the one that counts
    let due = 0;
    watch(name, () => { cancelAnimationFrame(due); due = requestAnimationFrame(rooms[name]); });
    if (name === "adding") window.tripreport.add.resume();
  }

  window.tripreport = { bind, boot, say, send, show, toast, WIDE };

  document.addEventListener("DOMContentLoaded", () => {
    live = Object.assign(document.createElement("div"), { id: "live", className: "unseen" });
    live.setAttribute("role", "status");
    live.setAttribute("aria-live", "polite");
    const box = Object.assign(document.createElement("div"), { id: "toast", hidden: true });
    box.setAttribute("aria-hidden", "true"); // who hears the page is told by the line above
    document.body.append(live, box);
    document.addEventListener("click", clicked);
    document.addEventListener("focusin", hold);
    document.addEventListener("keydown", pressed);
    for (const name of ["popstate", "hashchange"]) window.addEventListener(name, moved);
  });
})();
