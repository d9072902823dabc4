// What the SQL workbench gains from JavaScript: names put into the statement by a click, keys that run and indent, the error selected.
const LONGEST = 1_500; // characters that an address takes along while tables are looked for
const editor = document.getElementById("sql");
const form = document.querySelector("form[data-sql]");

if (editor instanceof HTMLTextAreaElement && form instanceof HTMLFormElement) {
  for (const code of document.querySelectorAll("code[data-insert]")) {
    if (code instanceof HTMLElement) code.replaceWith(button(code.dataset.insert || ""));
  }
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      const before = editor.value.slice(0, editor.selectionStart);
      const indent = /(?:^|\n)([ \t]*)[^\n]*$/.exec(before)?.[1] || "";
      const deeper = /\(\s*$/.test(before) ? "  " : "";
      if (!indent && !deeper) return;
      event.preventDefault();
      put(`\n${indent}${deeper}`);
    }
  });
  form.addEventListener("submit", () => {
    const told = form.querySelector("[data-running]");
    if (told instanceof HTMLElement) told.textContent = told.dataset.running || "";
  });
  const kept = document.querySelector("input[data-statement]");
  kept?.closest("form")?.addEventListener("submit", () => {
    if (kept instanceof HTMLInputElement) kept.value = editor.value.length <= LONGEST ? editor.value : "";
  });
  addEventListener("pageshow", () => {
    const told = form.querySelector("[data-running]");
    if (told) told.textContent = "";
  });
  const { at, length } = editor.dataset;
  if (at) addEventListener("load", () => setTimeout(select, 0, editor, Number(at), Number(length))); // the jump to #answer takes the focus
}

/** @param {HTMLTextAreaElement} field @param {number} at the character where an error stands @param {number} length of its word */
function select(field, at, length) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(indexOf(field.value, at), indexOf(field.value, at + length));
}

/** @param {string} text the characters (not units of UTF-16) before @param {number} count become an index */
function indexOf(text, count) {
  return [...text].slice(0, count).join("").length;
}

/** @param {string} text goes where the cursor is, and can be undone */
function put(text) {
  if (!(editor instanceof HTMLTextAreaElement)) return;
  editor.focus();
  if (!document.execCommand("insertText", false, text)) {
    editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
  }
}

/** @param {string} name of a table or column; a click puts it into the statement */
function button(name) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "sql-name";
  made.textContent = name;
  made.addEventListener("click", () => {
    const before = editor instanceof HTMLTextAreaElement ? editor.value.slice(0, editor.selectionStart) : "";
    put(/[\s(.,]$|^$/.test(before) ? name : ` ${name}`);
  });
  return made;
}

export {}; // a module: its names are its own
