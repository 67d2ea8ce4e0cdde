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

  /** What Gradio sends when the page opens: language, question and report of the address. */
  function boot() {
    const address = new URLSearchParams(location.search);
    return [language(), address.get("q") || "", address.get("report") || ""];
  }

  function remember(state) {
    const { question, filter } = state.dataset;
    if (question === undefined) return;
    const address = new URLSearchParams({ q: question });
    if (filter) address.set("report", filter);
    if (`?${address}` !== location.search) history.pushState(null, "", `?${address}`);
    document.title = `${question} – ${$(".masthead").dataset.title}`;
  }

  function headChanged() {
    const head = $(".masthead");
    if (!head) return;
    document.documentElement.lang = head.dataset.pageLang;
    if (!$("#results [data-question]")) document.title = head.dataset.title;
    document.documentElement.classList.add("ready");
    window.tripreport.add.drawn();
  }

  function resultsChanged() {
    const state = $("#results [data-state]");
    if (!state) return;
    document.documentElement.dataset.state = state.dataset.state;
    if (state.dataset.announce) say(state.dataset.announce);
    remember(state);
    if (["error", "empty-question"].includes(state.dataset.state) && !WIDE.matches) $("#question textarea, #question input")?.focus();
  }

  // ---------- saying things ----------

  function say(text) {
    live.textContent = "";
    // a reader hears only what changes: the same words twice need a moment of silence between
    setTimeout(() => { live.textContent = text; }, 50);
  }

  async function copy(button) {
    const text = button.dataset.copy;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
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
    const { report, start, end, rank, answers } = card.dataset;
    return { report, start: Number(start), end: Number(end), rank: Number(rank), answers: JSON.parse(answers) };
  }

  function show(card) {
    if (!window.tripreport.source.open(card)) send("results", "select", place(card));
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
    "data-show": (button) => show(button.closest(".card")),
    "data-place": show,
    "data-ask": (button) => send("results", "submit", { question: button.dataset.ask }),
    "data-lang": (button) => {
      document.cookie = `${LANGUAGE}=${button.dataset.lang}; path=/; max-age=31536000; samesite=lax`;
      send("head", "select", { lang: button.dataset.lang });
    },
    "data-add": (button) => window.tripreport.add.toggle(button),
    "data-find": (link) => window.tripreport.add.find(link.dataset.find),
    "data-close": () => window.tripreport.source.close(),
    "data-back": () => window.tripreport.source.toPassage(true),
    "data-outline": () => window.tripreport.source.toggleOutline(),
    "data-about": () => window.tripreport.source.toggleAbout(),
    "data-section": (link) => window.tripreport.source.follow(link),
    "data-page": (button) => window.tripreport.source.follow(button),
    "data-part": (button) => window.tripreport.source.turn(Number(button.dataset.part)),
  };

  function clicked(event) {
    const skip = event.target.closest("a.skip");
    if (skip) {
      event.preventDefault();
      $("#results").setAttribute("tabindex", "-1");
      $("#results").focus();
      return;
    }
    for (const [name, act] of Object.entries(clicks)) {
      const found = event.target.closest(`[${name}]:is(button, a)`);
      if (found) {
        if (found.matches("[data-find]") && (event.ctrlKey || event.metaKey || event.shiftKey)) return; // in a tab of its own
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
    new MutationObserver(changed).observe(node, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-state", "data-adding", "data-announce", "data-question", "data-start", "data-report", "data-part", "data-page-lang"] });
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

  window.tripreport = { bind, boot, say, send, toast, WIDE };

  document.addEventListener("DOMContentLoaded", () => {
    live = Object.assign(document.createElement("div"), { id: "live", className: "unseen" });
    live.setAttribute("role", "status");
    live.setAttribute("aria-live", "polite");
    const box = Object.assign(document.createElement("div"), { id: "toast", hidden: true });
    document.body.append(live, box);
    document.addEventListener("click", clicked);
    document.addEventListener("keydown", pressed);
    window.addEventListener("popstate", () => location.reload());
  });
})();
