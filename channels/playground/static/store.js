// What is known of the workspace, and who one is in it.
const ME = "playground.me";

const posts = new Map(); // by channel and ts, in their order
const read = new Map(); // by person and place: the ts up to which they have seen
let known = { people: [], bot: { id: "", name: "" }, staff_channel: "" };
let me = localStorage.getItem(ME);
let loaded = ""; // the ts of what was there already

export const statuses = new Map(); // what the bot does, by place
export const prompts = new Map(); // by channel
export const homes = new Map(); // by person
export const views = new Map(); // by person: modals, the top one last

export function takeAll(all) {
  known = { people: all.people, bot: all.bot, staff_channel: all.staff_channel };
  if (!all.people.some((person) => person.id === me)) me = all.people[0].id;
  for (const kept of [posts, statuses, prompts, homes, views]) kept.clear();
  all.posts.forEach(takePost);
  all.statuses.forEach(takeStatus);
  all.prompts.forEach((each) => prompts.set(each.channel, each));
  all.homes.forEach((each) => homes.set(each.user, each.view));
  all.views.forEach((each) => views.set(each.user, each.stack));
  loaded ||= all.posts.map((post) => post.ts).sort().at(-1) ?? "0";
}

export const takePost = (post) => posts.set(`${post.channel}:${post.ts}`, post);
export const dropPost = ({ channel, ts }) => posts.delete(`${channel}:${ts}`);

export function takeStatus(status) {
  const place = `${status.channel}:${status.thread}`;
  if (status.words) statuses.set(place, status);
  else statuses.delete(place);
}

export const people = () => known.people;
export const bot = () => known.bot;
export const staffChannel = () => known.staff_channel;
export const myself = () => known.people.find((person) => person.id === me) ?? { id: "", name: "" };

export function become(id) {
  me = id;
  localStorage.setItem(ME, id);
}

/** Somebody's name, the bot's too. */
export function nameOf(id) {
  if (id === known.bot.id) return known.bot.name;
  return known.people.find((person) => person.id === id)?.name ?? "somebody";
}

/** What I can see of a channel, oldest first. */
export const postsOf = (channel) =>
  [...posts.values()].filter(
    (post) => post.channel === channel && (!post.only_for || post.only_for === me),
  );

/** What stands under a message. */
export const repliesTo = (channel, ts) =>
  postsOf(channel).filter((post) => post.thread === ts);

/** Marks what is in a place, a channel or a channel:thread, as seen by me. */
export function see(place, seen) {
  const last = seen.at(-1)?.ts;
  const key = `${me} ${place}`;
  if (last && last > (read.get(key) ?? "")) read.set(key, last);
}

/** How many of these I have not seen. */
export function unseen(place, candidates) {
  const last = read.get(`${me} ${place}`) ?? loaded;
  return candidates.filter((post) => post.user !== me && post.ts > last).length;
}
