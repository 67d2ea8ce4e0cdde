// Who is logged in: the way out (or in) stands in the head, and when the server asks for a log-in the page says so.
// What is said comes from Python, in templates that are there only where there is a password.
(() => {
  "use strict";

  const $ = (selector) => document.querySelector(selector);
  const here = () => `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  let box = null;

  function made(id) {
    const part = $(id).content.cloneNode(true);
    for (const link of part.querySelectorAll("a")) link.href = here();
    return part;
  }

  /** The head is drawn anew with every answer. */
  function drawn() {
    const tools = $("#head .masthead-tools");
    if (tools && !tools.querySelector(".doors-way")) tools.append(made("#doors-way"));
  }

  /** An answer after the refusal: they have logged in meanwhile, or did something that needs no log-in. */
  function told(answer) {
    if (box && answer.status === 401 && !box.firstChild) box.append(made("#doors-shut"));
    if (box && answer.ok) box.replaceChildren();
  }

  const plainly = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await plainly(...asked);
    told(answer);
    return answer;
  };

  /** Who may not add is asked to log in before any file is chosen: the way back from there would lose it. */
  function clicked(event) {
    if (!event.target.closest?.("[data-add]") || !("toAdd" in $("#doors-way").dataset)) return;
    event.preventDefault();
    event.stopPropagation();
    location.assign(here());
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!$("#doors-way")) return;
    box = document.createElement("div");
    box.setAttribute("role", "alert");
    document.body.append(box);
    document.addEventListener("click", clicked, true);
    new MutationObserver(drawn).observe(document.body, { childList: true, subtree: true });
    drawn();
  });
})();
