// The ways to send an entry: as a new file on GitHub, as an archive, as an issue.
import { download, zipOf } from "./form-files.js";

// GitHub accepts addresses of up to 8 kB.
const LONGEST_ADDRESS = 7500;

// Mail programs take less: Windows passes 2 kB to them.
const LONGEST_MAIL = 2000;

const within = (address, more, most = LONGEST_ADDRESS) =>
  address.length + more.length < most ? address + more : null;

// Name → function of { text, path, title, pictures }; path is that of the folder. say: show people
// what happened.
export const waysOf = (form, words, say) => {
  const language = document.documentElement.lang;
  const fileIn = (path) => `${path}/index.${language}.md`;
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = form.querySelector("[data-result]");
      area.closest("details").open = true;
      area.select();
      return false;
    }
  };

  // Open an address in a new tab. The link is for browsers that do not let a script do it.
  const open = (address) => {
    const place = form.querySelector("[data-link]");
    place.hidden = false;
    const link = { href: address, target: "_blank", rel: "noopener" };
    Object.assign(place.firstElementChild, link);
    window.open(address, "_blank", "noopener");
  };

  return {
    async file({ text, path }) {
      const address = `${form.dataset.newFile}?filename=${encodeURIComponent(fileIn(path))}`;
      const filled = within(address, `&value=${encodeURIComponent(text)}`);
      const copied = await copy(text);
      say(copied ? words.copied : words.uncopied);
      open(filled ?? address);
    },
    zip({ text, path, pictures }) {
      const files = [[fileIn(path), new TextEncoder().encode(text)]];
      for (const { name, bytes } of pictures) files.push([`${path}/${name}`, bytes]);
      download(zipOf(files), `${path.replaceAll("/", "-")}.zip`);
      say(words.downloaded);
    },
    async issue({ text, path, title }) {
      const address = `${form.dataset.newIssue}?title=${encodeURIComponent(`${path}: ${title}`)}`;
      // `knowledge new --from-issue` reads the name of the file and its text.
      const fenced = `${fileIn(path)}\n\n\`\`\`\`\`md\n${text}\n\`\`\`\`\``;
      const filled = within(address, `&body=${encodeURIComponent(fenced)}`);
      if (!filled) {
        const copied = await copy(fenced);
        say(copied ? words.long_issue : words.uncopied);
      }
      open(filled ?? address);
    },
    async email({ text, path, title }) {
      const address = `mailto:${form.dataset.email}?subject=${encodeURIComponent(`${path}: ${title}`)}`;
      const filled = within(address, `&body=${encodeURIComponent(text)}`, LONGEST_MAIL);
      if (!filled) {
        const copied = await copy(text);
        say(copied ? words.long_email : words.uncopied);
      }
      const link = form.querySelector("[data-mail]");
      link.href = filled ?? address;
      link.click();
    },
  };
};
