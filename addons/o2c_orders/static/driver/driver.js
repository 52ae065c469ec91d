/* The driver's page: stops, what happened there, and reports that survive a dead spot. */
import { Outbox } from "./outbox.js";
import { SignaturePad, shrink } from "./pictures.js";

const RETRY = 20000; // milliseconds between attempts to send what waits
const LOCATE = { enableHighAccuracy: true, timeout: 6000, maximumAge: 30000 };
const STATUS = {
    delivered: "delivered",
    absent: "failed_absent",
    address: "failed_address",
    refused: "refused",
};

const { run, stops } = JSON.parse(document.getElementById("data").textContent);
const words = Object.fromEntries(
    [...document.querySelectorAll("#words [data-word]")].map((node) => [
        node.dataset.word,
        node.textContent,
    ])
);
const outbox = new Outbox(run, `${location.pathname}/report`);
const dialog = document.getElementById("report");
const form = dialog.querySelector("form");
const pad = new SignaturePad(dialog.querySelector("canvas"));
let current = null;
let photo = null;
let position = null;
let over = false;

// ------------------------------------------------------------------ the list
function label(status) {
    return words[status] || "";
}

function outcomeOf(stop, reports) {
    const own = reports.filter((report) => report.stop === stop.id).at(-1);
    if (own && own.state !== "refused" && own.at >= stop.at) {
        return { status: STATUS[own.outcome], unsent: own.state === "waiting" };
    }
    return { status: stop.outcome, unsent: false };
}

function card(stop, reports) {
    const node = document.getElementById("stop").content.cloneNode(true).firstElementChild;
    const set = (name, text) => {
        const part = node.querySelector(`.${name}`);
        part.textContent = text;
        part.hidden = !text;
    };
    const { status, unsent } = outcomeOf(stop, reports);
    node.dataset.stop = stop.id;
    node.dataset.status = status;
    for (const name of ["place", "name", "window", "address", "note", "order"]) {
        set(name, stop[name]);
    }
    set("outcome", label(status) + (unsent ? ` (${words.unsent})` : ""));
    for (const line of stop.goods) {
        const item = document.createElement("li");
        item.textContent = line;
        node.querySelector("ul").append(item);
    }
    node.querySelector(".call").href = `tel:${stop.phone.replace(/[^+\d]/g, "")}`;
    node.querySelector(".call").hidden = !stop.phone;
    node.querySelector(".map").href = stop.map;
    node.querySelector(".report").addEventListener("click", () => ask(stop));
    return node;
}

async function show() {
    const reports = await outbox.all();
    document.getElementById("stops").replaceChildren(...stops.map((stop) => card(stop, reports)));
    document.getElementById("empty").hidden = stops.length > 0;
    const waiting = reports.filter((report) => report.state === "waiting").length;
    const refused = reports.filter((report) => report.state === "refused");
    const network = document.getElementById("network");
    network.textContent = state(waiting, refused);
    network.className = refused.length || over ? "bad" : waiting ? "waiting" : "good";
    document.getElementById("send").hidden = !waiting;
}

function state(waiting, refused) {
    if (over) {
        return words.over;
    }
    if (refused.length) {
        const names = refused.map((report) => {
            const stop = stops.find((one) => one.id === report.stop);
            return `${stop ? stop.name : report.stop} ${words.problem} ${report.problem}`;
        });
        return names.join(" ");
    }
    if (waiting) {
        return `${words.waiting} ${waiting}`;
    }
    return navigator.onLine ? words.online : words.offline;
}

// ------------------------------------------------------------------ a report
function ask(stop) {
    current = stop;
    photo = null;
    position = null;
    form.reset();
    pad.clear();
    form.querySelector("h2").textContent = stop.name;
    form.querySelector("img").hidden = true;
    form.querySelector(".problem").textContent = "";
    adapt();
    dialog.showModal();
    navigator.geolocation?.getCurrentPosition(
        (found) => (position = found.coords),
        () => (position = null),
        LOCATE
    );
}

function adapt() {
    const outcome = form.elements.outcome.value;
    form.querySelector(".reason").hidden = outcome !== "refused";
    form.querySelector(".signature").hidden = outcome !== "delivered";
}

function problemOf({ outcome, reason }) {
    if (!outcome.value) {
        return words.choose;
    }
    return outcome.value === "refused" && !reason.value ? words.why : "";
}

function filledIn() {
    const { outcome, reason, note } = form.elements;
    const { latitude = null, longitude = null } = position ?? {};
    return {
        key: crypto.randomUUID?.() ?? fallbackKey(),
        stop: current.id,
        outcome: outcome.value,
        reason: outcome.value === "refused" ? reason.value : "",
        note: note.value,
        at: new Date().toISOString(),
        latitude,
        longitude,
        photo,
        signature: outcome.value === "delivered" ? pad.value : null,
    };
}

async function save(event) {
    event.preventDefault();
    const problem = form.querySelector(".problem");
    problem.textContent = problemOf(form.elements);
    if (problem.textContent) {
        return;
    }
    try {
        await outbox.add(filledIn());
    } catch (error) {
        // the phone is full: the form stays open with everything in it
        problem.textContent = String(error);
        return;
    }
    dialog.close();
    await show();
    await send();
}

// over plain http in a yard's own network a browser has no randomUUID
function fallbackKey() {
    const numbers = crypto.getRandomValues(new Uint32Array(4));
    return [...numbers].map((number) => number.toString(16).padStart(8, "0")).join("-");
}

async function choosePhoto(event) {
    const picture = form.querySelector("img");
    const [file] = event.target.files;
    photo = file ? await shrink(file) : null;
    picture.hidden = !photo;
    picture.src = photo ?? "";
}

async function send() {
    await told(await outbox.send());
}

async function sendAgain() {
    await told(await outbox.sendAgain());
}

async function told(result) {
    over = result === "over";
    await show();
}

/** Have the page on the phone, so that it opens again in a dead spot. */
async function keepPage() {
    const workers = navigator.serviceWorker;
    if (!workers || !window.caches) {
        return; // plain http: the page works as long as it is open
    }
    try {
        await workers.register("/o2c/run/worker.js", { scope: "/o2c/run/" });
        if (!workers.controller) {
            // the first visit was not seen by the worker
            const parts = performance.getEntriesByType("resource");
            const own = parts.filter((part) => part.name.includes("/static/driver/"));
            const cache = await caches.open("o2c-run");
            await cache.addAll([location.href, ...own.map((part) => part.name)]);
        }
    } catch {
        // no room on the phone: the page works as long as it is open
    }
}

// ------------------------------------------------------------------ start
form.addEventListener("submit", save);
form.addEventListener("change", adapt);
form.querySelector(".clear").addEventListener("click", () => pad.clear());
form.querySelector(".cancel").addEventListener("click", () => dialog.close());
form.querySelector("input[type=file]").addEventListener("change", choosePhoto);
document.getElementById("send").addEventListener("click", sendAgain);
window.addEventListener("online", sendAgain);
window.addEventListener("offline", show);
navigator.storage?.persist?.();
await outbox.open();
await send();
setInterval(send, RETRY);
document.body.dataset.ready = "1";
await keepPage();
document.body.dataset.kept = "1";
