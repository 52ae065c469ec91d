import { onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CustomerCard } from "@o2c_orders/customer_card/customer_card";

const ABOUT = ["sale.order", "account.move", "stock.picking"];
const SECOND = 1000;

/** Who rings: his card, what is said, one key to log the call and one for a ticket. */
export class CarePhone extends CustomerCard {
    static template = "o2c_customer_care.CarePhone";

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.talk = useState(this.newTalk(""));
        onWillStart(async () => {
            const choices = await this.call("o2c_phone_choices", []);
            this.kinds = choices.kinds;
        });
        this.clock = setInterval(() => this.talk.running && this.talk.seconds++, SECOND);
        onWillUnmount(() => clearInterval(this.clock));
        // the customer is known: the next word is what he wants
        const summary = useRef("summary");
        useEffect(
            () => summary.el?.focus(),
            () => [this.state.card?.head.id]
        );
    }

    newTalk(number) {
        return {
            number,
            // what the server knows the call by: a key pressed twice is one call
            key: crypto.randomUUID(),
            running: Boolean(number),
            seconds: 0,
            direction: "in",
            summary: "",
            notes: "",
            kind: "enquiry",
            about: "",
            nobody: false,
            name: "",
        };
    }

    /** The number that rings finds its customer; several are offered to choose from. */
    async start() {
        // the router would read a number and lose its plus sign
        const number = new URLSearchParams(browser.location.search).get("o2c_number") || "";
        if (!number) {
            return super.start();
        }
        Object.assign(this.talk, this.newTalk(number));
        this.state.text = number;
        await this.find();
        const results = this.state.results || [];
        this.talk.nobody = !results.length;
        if (this.talk.nobody) {
            this.state.results = null;
        } else if (results.length === 1) {
            await this.show(results[0].id);
        }
    }

    async show(id) {
        await super.show(id);
        // what was chosen belongs to the customer of before
        this.talk.about = "";
        if (!this.talk.number) {
            Object.assign(this.talk, { running: true });
        }
    }

    get elapsed() {
        const minutes = Math.floor(this.talk.seconds / 60);
        const seconds = String(this.talk.seconds % 60).padStart(2, "0");
        return `${minutes}:${seconds}`;
    }

    /** Orders, invoices and deliveries on the card: what he may call about. */
    get documents() {
        const lines = this.state.card.sections.flatMap((section) => section.lines);
        return lines.filter((line) => line.record && ABOUT.includes(line.record[0]));
    }

    get canKeepNumber() {
        const plain = (number) => (number || "").replace(/\D/g, "").replace(/^0+/, "").slice(-8);
        const { number } = this.talk;
        return number && plain(number) !== plain(this.state.card.head.phone);
    }

    get report() {
        const { key, direction, summary, notes, seconds, kind, about } = this.talk;
        const [model, id] = about ? about.split(",") : [];
        const document = about ? [model, Number(id)] : null;
        return { key, direction, summary, notes, seconds, kind, about: document };
    }

    async log() {
        const id = this.state.card.head.id;
        await this.call("o2c_phone_log", [[id], this.report]);
        this.notification.add(_t("The call is logged."), { type: "success" });
        Object.assign(this.talk, this.newTalk(""));
        await this.show(id);
        this.talk.running = false;
    }

    async openTicket() {
        const id = this.state.card.head.id;
        const action = await this.call("o2c_phone_ticket", [[id], this.report]);
        Object.assign(this.talk, this.newTalk(""));
        return this.action.doAction(action);
    }

    async keepNumber() {
        const id = this.state.card.head.id;
        await this.call("o2c_phone_keep_number", [[id], this.talk.number]);
        await this.show(id);
    }

    async addCaller() {
        const id = await this.call("o2c_phone_new", [this.talk.name, this.talk.number]);
        return this.show(id);
    }
}

registry.category("actions").add("o2c_care_phone", CarePhone);
