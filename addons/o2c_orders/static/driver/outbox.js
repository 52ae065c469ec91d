/* Reports on this phone until the server has them. Nothing is removed before that. */
const NAME = "o2c-run";
const STORE = "reports";
const KEEP = 7 * 24 * 3600 * 1000; // milliseconds a report that was sent stays visible

function promised(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

export class Outbox {
    /**
     * @param {number} run the run whose reports these are
     * @param {string} address where they are sent
     */
    constructor(run, address) {
        this.run = run;
        this.address = address;
        this.sending = null;
    }

    async open() {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
        this.database = await promised(request);
        await this.forget();
    }

    store(mode) {
        return this.database.transaction(STORE, mode).objectStore(STORE);
    }

    /** All reports of this run, oldest first. */
    async all() {
        const reports = await promised(this.store("readonly").getAll());
        return reports
            .filter((report) => report.run === this.run)
            .sort((one, other) => one.at.localeCompare(other.at));
    }

    async waiting() {
        return (await this.all()).filter((report) => report.state === "waiting");
    }

    /** Keep a report; resolves when it is on the disk of the phone. */
    async add(report) {
        await this.put({ ...report, run: this.run, state: "waiting" });
    }

    async put(report) {
        const transaction = this.database.transaction(STORE, "readwrite", {
            durability: "strict",
        });
        transaction.objectStore(STORE).put(report);
        await new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onerror = () => reject(transaction.error);
            transaction.onabort = () => reject(transaction.error);
        });
    }

    /** Remove what was sent long ago, of any run. */
    async forget() {
        const old = new Date(Date.now() - KEEP).toISOString();
        for (const report of await promised(this.store("readonly").getAll())) {
            if (report.state === "sent" && report.at < old) {
                await promised(this.store("readwrite").delete(report.key));
            }
        }
    }

    /**
     * Send what waits, one after another; one sender at a time.
     * Resolves to "sent", "offline" or "over" (the link no longer holds).
     */
    send() {
        this.sending ??= this.sendAll().finally(() => (this.sending = null));
        return this.sending;
    }

    /** Send now: an attempt that began before the network was back does not count. */
    async sendAgain() {
        await this.sending;
        return this.send();
    }

    async sendAll() {
        for (const report of await this.waiting()) {
            const result = await this.sendOne(report);
            if (result !== "sent") {
                return result;
            }
        }
        return "sent";
    }

    async sendOne(report) {
        const values = { ...report, sent_at: new Date().toISOString() };
        let response, content;
        try {
            response = await fetch(this.address, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify(values),
            });
            content = await response.json();
        } catch {
            return "offline"; // or something in between answered: tried again later
        }
        if (response.status === 403) {
            return "over";
        }
        if (response.ok && content.stop) {
            // the images have arrived, the phone needs the room
            await this.put({ ...report, photo: null, signature: null, state: "sent" });
            return "sent";
        }
        if ([400, 413, 422].includes(response.status)) {
            await this.put({ ...report, state: "refused", problem: content.error });
            return "sent";
        }
        return "offline";
    }
}
