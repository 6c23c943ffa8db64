// The whole way of a user, on the site and on the one file from a disk.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { begin, downloaded, fresh, paste, tab, textOf, values } from "./user.mjs";

const COREFILE = `.:53 {
    errors
    health
    hosts {
        10.1.1.1 registry.internal # ours
        fallthrough
    }
    forward . /etc/resolv.conf
    reload
}
`;

/** Returns what the native program prints for values. */
function native(rmq, text, args = []) {
  const folder = mkdtempSync(join(tmpdir(), "rmq-page-"));
  writeFileSync(join(folder, "values.yaml"), text);
  return execFileSync(rmq, [...args, "-f", "values.yaml"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
}

async function tour({ page }, { rmq, open, out, shot }, title) {
  await begin(page, ["Programs outside too, by names that I put into DNS or hosts files"]);
  const before = await values(page);
  assert.match(before, /^# Three brokers on three nodes/);

  // The form changes the text where it stands.
  const group = page.locator('details[data-path="broker"]');
  await group.locator("summary").first().click();
  await page.getByLabel("groups", { exact: true }).fill("2");
  await page.waitForFunction(() => document.querySelector("#panel")?.dataset.state === "fresh");
  await page.getByRole("button", { name: /StatefulSet rocketmq-broker-g1/ }).waitFor();
  const after = await values(page);
  assert.ok(after.includes("groups: 2"), after);
  for (const line of before.split("\n")) assert.ok(after.includes(line), `the line is lost: ${line}`);

  // Undo and redo reach across form and text.
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: /StatefulSet rocketmq-broker-g1/ }).waitFor({ state: "detached" });
  assert.equal(await values(page), before);
  assert.equal(await page.getByLabel("groups", { exact: true }).inputValue(), "");
  await page.getByRole("button", { name: "Redo" }).click();
  await page.getByRole("button", { name: /StatefulSet rocketmq-broker-g1/ }).waitFor();
  await fresh(page);

  // An object says why it is as it is, and shows where.
  await page.getByRole("button", { name: "StatefulSet rocketmq-broker", exact: true }).click();
  await page.getByRole("listitem").filter({ hasText: "elect a leader together" }).waitFor();
  await page.getByRole("button", { name: "spec.podManagementPolicy" }).click();
  const selected = await page.getByRole("textbox", { name: "Manifest of StatefulSet/rocketmq-broker" }).evaluate((element) => {
    const { state } = element.cmTile.view;
    return state.sliceDoc(state.selection.main.from, state.selection.main.to);
  });
  assert.equal(selected, "podManagementPolicy");
  await shot(page, `why-${title}`);
  await page.getByRole("listitem").getByRole("button", { name: "RMQ401" }).click();
  await page.getByRole("dialog").getByRole("heading", { name: /^RMQ401/ }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();

  // What is downloaded is what the native program prints.
  const all = await downloaded(page, () => page.getByRole("button", { name: "All as .yaml" }).click());
  assert.equal(all.name, "manifests.yaml");
  writeFileSync(join(out, `download-${title}.yaml`), all.bytes);
  assert.ok(all.bytes.equals(native(rmq, after, ["render"])), "the download is not what rmq render prints");
  const zip = await downloaded(page, () => page.getByRole("button", { name: "All as .zip" }).click());
  assert.equal(zip.bytes.subarray(0, 2).toString(), "PK");

  // The names go into the user's own Corefile.
  await tab(page, "CoreDNS");
  await page.getByLabel("For", { exact: true }).selectOption("merge");
  await page.getByLabel("Your Corefile, or its ConfigMap").fill(COREFILE);
  await fresh(page);
  await page.waitForFunction(() => document.body.innerText.includes("After the merge"));
  const folder = mkdtempSync(join(tmpdir(), "rmq-page-"));
  writeFileSync(join(folder, "values.yaml"), after);
  writeFileSync(join(folder, "Corefile"), COREFILE);
  const merged = execFileSync(rmq, ["coredns", "merge", "-f", "values.yaml", "Corefile"], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  await waitFor(async () => (await textOf(page, "CoreDNS")) === merged, "the merged Corefile");
  await shot(page, `tour-${title}`);

  // A link opens the same state in a fresh profile.
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForFunction(() => location.hash.startsWith("#s="));
  const other = await open(page.url());
  await fresh(other.page);
  assert.equal(await values(other.page), after);
  assert.equal(await other.page.getByRole("tab", { selected: true }).innerText(), "CoreDNS");
  assert.equal(await other.page.getByLabel("Your Corefile, or its ConfigMap").inputValue(), COREFILE);
}

async function waitFor(check, what) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${what} did not come`);
}

export const tests = {
  "preset, form, manifests, download, CoreDNS, link": async (tools) => {
    const server = await tools.serve();
    await tour(await tools.open(server.url), tools, "site");
    assert.ok(server.requests.every((path) => path === "/" || path.startsWith("/assets/") || path === "/index.html"), `${server.requests}`);
  },

  "the same from one file on a disk": async (tools) => {
    await tour(await tools.open(pathToFileURL(tools.file).href), tools, "file");
  },

  "every combination of answers leads somewhere sound, or says why not": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    const questions = [/machines|cloud/, /Programs/, /volumes|folders|Nowhere/];
    const boxes = await page.getByRole("radio").all();
    assert.equal(boxes.length, 9);
    let refused = 0;
    for (let number = 0; number < 27; number += 1) {
      const picks = [Math.floor(number / 9), Math.floor(number / 3) % 3, number % 3];
      for (const [question, pick] of picks.entries()) await page.getByRole("radio").nth(question * 3 + pick).check();
      await page.getByRole("button", { name: "Show me the cluster" }).click();
      const banner = page.getByText("These answers do not go together");
      const status = page.locator(".status");
      await banner.or(status).first().waitFor();
      if (await banner.isVisible()) {
        refused += 1;
        continue;
      }
      await fresh(page);
      assert.equal(await status.getAttribute("data-errors"), "0", `${picks}: ${await values(page)}`);
      await page.getByRole("button", { name: "Three questions" }).click();
      await page.getByRole("button", { name: "Show me the cluster" }).waitFor();
    }
    assert.ok(refused > 0 && refused < 20 && questions.length === 3, `${refused} of 27 are refused`);
  },

  "a reload brings everything back": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    await paste(page, "Values as YAML", "# 我的集群\nbroker:\n  groups: 2\n");
    await fresh(page);
    await tab(page, "Addresses");
    await page.reload();
    await fresh(page);
    assert.equal(await values(page), "# 我的集群\nbroker:\n  groups: 2\n");
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Addresses");
  },

  "a link takes nothing away, and what is changed after it stays": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    const notice = page.getByText("What you had here before is kept");
    const [shared, own, later] = ["# shared\nbroker:\n  groups: 2\n", "# mine\nbroker:\n  groups: 3\n", "# mine, later\n"];
    await paste(page, "Values as YAML", shared);
    await fresh(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.waitForFunction(() => location.hash.startsWith("#s="));
    const link = page.url();
    // What is typed after sharing is not in the link, so a reload must not go back to it.
    await paste(page, "Values as YAML", own);
    await fresh(page);
    await page.reload();
    await fresh(page);
    assert.equal(await values(page), own);
    assert.equal(await notice.isVisible(), false);
    // The link shows what it holds, and an untouched link leaves nothing behind.
    await page.goto("about:blank");
    await page.goto(link);
    await fresh(page);
    assert.equal(await values(page), shared);
    await notice.waitFor();
    await page.goto("about:blank");
    await page.goto(link.split("#")[0]);
    await fresh(page);
    assert.equal(await values(page), own);
    // Changed, it takes the place of what was there, which can still be had.
    await page.goto("about:blank");
    await page.goto(link);
    await fresh(page);
    await paste(page, "Values as YAML", later);
    await fresh(page);
    await page.reload();
    await fresh(page);
    assert.equal(await values(page), later);
    await page.getByRole("button", { name: "Bring it back" }).click();
    await page.waitForFunction(() => document.querySelector("#panel")?.dataset.state === "fresh");
    await waitFor(async () => (await values(page)) === own, "the text from before the link");
    assert.equal(await notice.isVisible(), false);
  },

  "files are opened and dropped; one that is too large or not UTF-8 is refused": async ({ serve, open }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    const [first, second] = ["# from a file\nbroker:\n  groups: 2\n", "# dropped\nbroker:\n  groups: 3\n"];
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a file" }).click()]);
    await chooser.setFiles({ name: "values.yaml", mimeType: "text/yaml", buffer: Buffer.from(first) });
    await waitFor(async () => (await values(page)) === first, "the text of the file");
    const drop = (bytes, padding = 0) => page.getByRole("region", { name: "Values" }).evaluate((element, { bytes, padding }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes), new Uint8Array(padding)], "dropped.yaml"));
      element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }, { bytes: [...bytes], padding });
    const refused = (words) => page.getByRole("alert").filter({ hasText: `dropped.yaml is ${words}` }).waitFor();
    await drop(Buffer.alloc(0), (64 << 20) + 1);
    await refused("larger than 64 MB");
    await drop(Buffer.from([0xff, 0xfe, ...Buffer.from(second, "utf16le")]));
    await refused("not UTF-8");
    await drop(Buffer.from("# GBK: \xd6\xd0\n", "latin1"));
    await refused("not UTF-8");
    assert.equal(await values(page), first);
    await drop(Buffer.from(second));
    await waitFor(async () => (await values(page)) === second, "the text that was dropped");
    assert.equal(await page.getByRole("alert").filter({ hasText: "dropped.yaml" }).count(), 0);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await values(page), first);
  },

  "manifests of others are post-rendered": async ({ serve, open, shot, rmq }) => {
    const { page } = await open((await serve()).url);
    await begin(page);
    await page.getByRole("button", { name: "Post-render" }).click();
    await page.getByText("Paste manifests to see").first().waitFor();
    const stream = execFileSync(rmq, ["render", "-q"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .replaceAll(/^# Source.*\n/gm, "").replace("podManagementPolicy: Parallel", "podManagementPolicy: OrderedReady");
    await paste(page, "The stream of manifests", stream);
    await fresh(page);
    await shot(page, "post-render-changes");
    await tab(page, "Report");
    await fresh(page);
    const report = await textOf(page, "Report");
    assert.match(report, /StatefulSet/);
    await shot(page, "post-render-report");
  },
};
