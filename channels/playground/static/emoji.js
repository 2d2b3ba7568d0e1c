// Emoji by their shortcodes: those that a business's desk may use.
const NAMES = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", pray: "🙏", clap: "👏",
  tada: "🎉", fire: "🔥", star: "⭐", sparkles: "✨", heart: "❤️", eyes: "👀", bulb: "💡",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌",
  no_entry: "⛔", no_entry_sign: "🚫", warning: "⚠️", rotating_light: "🚨", bell: "🔔",
  question: "❓", exclamation: "❗", information_source: "ℹ️", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", alarm_clock: "⏰", clock3: "🕒", calendar: "📅", date: "📅",
  spiral_calendar_pad: "🗓️", phone: "☎️", telephone_receiver: "📞", iphone: "📱", email: "📧",
  envelope: "✉️", speech_balloon: "💬", globe_with_meridians: "🌐", house: "🏠", round_pushpin: "📍",
  memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋", paperclip: "📎", page_facing_up: "📄",
  bar_chart: "📊", chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉",
  moneybag: "💰", dollar: "💵", credit_card: "💳", receipt: "🧾", lock: "🔒", unlock: "🔓",
  gear: "⚙️", wrench: "🔧", mag: "🔍", robot_face: "🤖", busts_in_silhouette: "👥",
  bust_in_silhouette: "👤", birthday: "🎂", shrimp: "🍤", fried_shrimp: "🍤", sushi: "🍣",
  rice: "🍚", large_green_circle: "🟢", red_circle: "🔴", large_yellow_circle: "🟡",
  large_blue_circle: "🔵", white_circle: "⚪", arrow_right: "➡️", arrow_up: "⬆️", arrow_down: "⬇️",
  arrows_counterclockwise: "🔄", double_vertical_bar: "⏸️", arrow_forward: "▶️", rocket: "🚀",
  slightly_smiling_face: "🙂", smile: "😄", thinking_face: "🤔", sweat_smile: "😅",
};

/** The emoji of a shortcode; null: it is none that is known here. */
export const emojiOf = (name) => (Object.hasOwn(NAMES, name) ? NAMES[name] : null);
