// The right pane, below: one conversation, which staff can take over, answer and give back.
import { get, post, tell } from "./api.js";
import { bubble, byId, composer, el, following, phoneText } from "./dom.js";
import { stateOf, whoOf } from "./talks.js";

const TYPING_EVERY = 3000; // milliseconds

let current = null; // {id, seq, claimed}
let talks = [];
let typedAt = 0;

export function setUpTalk() {
  composer(byId("say-form"), say);
  byId("say").addEventListener("input", typing);
  byId("back").addEventListener("click", close);
  byId("claim").addEventListener("click", () => act("claim"));
  byId("give-back").addEventListener("click", () => act("give-back"));
}

/** Shows a conversation in place of the list. */
export async function open(id) {
  current = { id, seq: null };
  byId("said").replaceChildren();
  byId("say").value = "";
  byId("talks-part").hidden = true;
  byId("talk-part").hidden = false;
  refresh(talks);
  await load();
  byId("said").scrollTop = byId("said").scrollHeight;
  byId("say").focus();
}

/** The list, with the focus on the conversation that was open. */
export function close() {
  const id = current?.id;
  current = null;
  byId("talk-part").hidden = true;
  byId("talks-part").hidden = false;
  if (id) byId("talks").querySelector(`[data-talk="${CSS.escape(id)}"]`)?.focus();
}

/** Brings what is open up to the list's state. */
export function refresh(newest) {
  talks = newest;
  if (!current) return;
  const talk = talks.find((each) => each.id === current.id);
  const state = talk && stateOf(talk);
  byId("talk-title").textContent = talk ? whoOf(talk) : "A conversation";
  byId("talk-phone").textContent = talk?.name && talk.phone ? phoneText(talk.phone) : "";
  byId("talk-state").textContent = state ? state[0] : "";
  byId("talk-state").className = state ? `badge ${state[1]}` : "";
  byId("claim").hidden = Boolean(talk?.held_by);
  byId("give-back").hidden = !talk?.held_by;
  if (talk && current.seq !== null && talk.seq !== current.seq) load();
  if (talk) current.seq = talk.seq;
}

async function load() {
  const { id } = current;
  const answer = await get(`/talks/${encodeURIComponent(id)}`);
  if (!answer || current?.id !== id) return;
  current.seq ??= talks.find((each) => each.id === id)?.seq ?? 0;
  const log = byId("said");
  following(log, () => {
    const shown = new Set([...log.children].map((child) => child.dataset.id));
    log.append(...answer.said.filter((line) => !shown.has(line.id)).map(lineOf));
  });
}

const KINDS = {
  customer: ["bubble", "Customer"],
  assistant: ["bubble mine machine", "Assistant"],
  staff: ["bubble mine", "Staff"],
};

function lineOf(line) {
  const [kind, author] = KINDS[line.author] ?? [];
  const element = kind
    ? bubble(kind, line.name ?? author, line.words || "(a picture)")
    : el("p", { className: "note" }, `${line.name ?? "Somebody"} ${line.words}`);
  element.dataset.id = line.id;
  return element;
}

async function say(words) {
  tell("");
  return post(`/talks/${encodeURIComponent(current.id)}/say`, { words, id: crypto.randomUUID() });
}

async function act(what) {
  tell("");
  const answer = await post(`/talks/${encodeURIComponent(current.id)}/${what}`);
  if (answer && !answer.done) tell("Somebody else was faster.");
}

function typing() {
  if (Date.now() - typedAt < TYPING_EVERY) return;
  typedAt = Date.now();
  post(`/talks/${encodeURIComponent(current.id)}/typing`);
}
