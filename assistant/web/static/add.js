// Adding reports: the panel opens and closes, files go out one by one, and the server is asked how far it is.
// What is said comes from Python, in the panel's data.
(() => {
  "use strict";

  const page = window.tripreport;
  const root = document.documentElement;
  const STORE = "tripreport.batch";
  let sending = false;
  let said = "";
  let focused = null;   // what had the focus in a part that is drawn anew: it gets it back

  const $ = (selector) => document.querySelector(selector);
  const frame = () => $("#add section.add");
  const isOpen = () => root.classList.contains("add-open");

  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  }

  // ---------- opening and closing ----------

  const toggle = () => (isOpen() ? close() : open());

  function open() {
    root.classList.add("add-open");
    drawn();
    $("#add-title")?.focus({ preventScroll: true });
    frame()?.scrollIntoView({ block: "nearest" });
    moved();
  }

  function close() {
    root.classList.remove("add-open");
    drawn();
    ($("#head .add-open") || $("#results [data-add]"))?.focus();
    moved();
  }

  /** The report beside the results measures its room when the window changes; so does it when we do. */
  const moved = () => window.dispatchEvent(new Event("resize"));

  /** After the head or the batch was drawn anew: its button says what is so, and the focus is where it was. */
  function drawn() {
    $("#head .add-open")?.setAttribute("aria-expanded", String(isOpen()));
    if (focused && document.activeElement === document.body) $(focused)?.focus({ preventScroll: true });
  }

  function remember(event) {
    const link = event.target.closest?.("#head button, #adding [data-find]");
    if (!link) focused = null;
    else if (link.dataset.find) focused = `#adding [data-find="${CSS.escape(link.dataset.find)}"]`;
    else focused = `#head button${"add" in link.dataset ? "[data-add]" : "[data-lang]"}`;
  }

  // ---------- sending ----------

  function note(words) {
    const place = $("#add .add-note");
    if (place) place.textContent = words;
  }

  async function take(files, folders) {
    if (sending || ["waiting", "working"].includes(root.dataset.adding)) return;
    const words = frame().dataset;
    const fits = files.filter((file) => file.size <= Number(words.biggest));
    const notes = files.filter((file) => !fits.includes(file)).map((file) => fill(words.tooBig, { name: file.name }));
    if (folders) notes.push(words.folder);
    if (files.length > Number(words.most)) {
      note(fill(words.tooMany, { n: files.length }));
      return;
    }
    note(notes.join("\n"));
    if (fits.length) await sendAll(fits);
  }

  async function sendAll(files) {
    sending = true;
    said = "";
    root.dataset.adding = "sending";
    try {
      const batch = await begin();
      for (const [at, file] of files.entries()) {
        await sendOne(batch, file, (share) => progress(at, files.length, share));
      }
      try { sessionStorage.setItem(STORE, batch); } catch { /* a private window: not followed after a reload */ }
      page.send("adding", "submit", { batch });
    } catch {
      root.dataset.adding = "";
      note(frame().dataset.broken);
    } finally {
      sending = false;
      $("#add .add-sending").hidden = true;
    }
  }

  async function begin() {
    const answer = await fetch(frame().dataset.door, { method: "POST" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  /** One file; only the old way of asking tells how much has gone out. */
  function sendOne(batch, file, tell) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${frame().dataset.door}/${batch}?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = (event) => tell(event.total ? event.loaded / event.total : 1);
      request.onload = () => {
        if (request.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
        else if (request.status < 300) done();
        else failed(new Error(String(request.status)));
      };
      request.onerror = () => failed(new Error("network"));
      request.send(file);
      tell(0);
    });
  }

  function progress(at, total, share) {
    const line = $("#add .add-sending");
    line.hidden = false;
    line.querySelector("span").textContent = fill(frame().dataset.sending, { n: at + 1, total });
    line.querySelector("progress").value = (at + share) / total;
  }

  // ---------- how far it is ----------

  function changed() {
    const state = $("#adding [data-adding]");
    if (!state) return;
    if (!sending) root.dataset.adding = state.dataset.adding;
    drawn();
    const over = ["done", "lost"].includes(state.dataset.adding);
    if (over) {
      try { sessionStorage.removeItem(STORE); } catch { /* as above */ }
    }
    if (state.dataset.announce === said) return;
    said = state.dataset.announce;
    page.say(said);
    if (over && !isOpen()) page.toast(said, "");
  }

  /** A page that was reloaded goes on following what it had sent. */
  function resume() {
    let batch = null;
    try { batch = sessionStorage.getItem(STORE); } catch { /* as above */ }
    if (!batch || !$("#adding")) return;
    root.classList.add("add-open");
    page.send("adding", "submit", { batch });
  }

  /** Ask in the report that was added: the filter names it, and the cursor waits for the question. */
  function find(report) {
    page.send("adding", "select", { report });
    root.classList.remove("add-open");
    drawn();
    moved();
    $("#question textarea, #question input")?.focus();
  }

  // ---------- the files ----------

  const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");

  function dragged(event) {
    if (!carriesFiles(event) || !frame()) return;
    event.preventDefault(); // else the browser leaves the page for the file
    const zone = event.type !== "dragleave" && event.target.closest?.("#add .drop");
    event.dataTransfer.dropEffect = zone ? "copy" : "none";
    $("#add .drop")?.classList.toggle("over", Boolean(zone));
  }

  function dropped(event) {
    if (!carriesFiles(event) || !frame()) return;
    event.preventDefault();
    $("#add .drop")?.classList.remove("over");
    if (!event.target.closest?.("#add .drop")) return;
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const folder = (item) => Boolean(item.webkitGetAsEntry?.()?.isDirectory);
    take(items.filter((item) => !folder(item)).map((item) => item.getAsFile()).filter(Boolean), items.some(folder));
  }

  function chosen(event) {
    if (event.target.id !== "add-files") return;
    const files = [...event.target.files];
    event.target.value = ""; // so that the same file can be chosen again
    if (files.length) take(files, false);
  }

  page.add = { toggle, changed, drawn, find, resume };

  document.addEventListener("change", chosen);
  document.addEventListener("dragover", dragged);
  document.addEventListener("dragleave", dragged);
  document.addEventListener("drop", dropped);
  document.addEventListener("focusin", remember);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#add")) close();
  });
})();
