import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const DAY = 24 * 3600 * 1000;

/** The small forms of the work list: a call, a promise, a dispute, putting aside. */
export class WorkForms extends Component {
    static template = "o2c_credit.WorkForms";
    static props = {
        form: String,
        customer: Object,
        results: Array,
        today: String,
        save: Function,
        close: Function,
    };

    setup() {
        this.root = useRef("root");
        useExternalListener(window, "keydown", this.onKeydown.bind(this));
        this.state = useState({ ...this.defaults(), missing: "" });
        useEffect(
            () => {
                Object.assign(this.state, this.defaults(), { missing: "" });
                // after the fields of the other form are drawn
                setTimeout(() => this.root.el?.querySelector("[data-first]")?.focus());
            },
            () => [this.props.form, this.props.customer.id]
        );
    }

    defaults() {
        const { customer } = this.props;
        const chosen = customer.people.find((person) => person.chosen) || customer.people[0];
        const late = this.contestable.find((item) => item.late) || this.contestable[0];
        return {
            result: "",
            note: "",
            person_id: chosen?.id || false,
            duration: 0,
            next_date: "",
            amount: "",
            currency_id: this.currencies[0]?.id || false,
            date: this.inDays(7),
            lines: {},
            move_id: late?.move_id || false,
        };
    }

    inDays(days) {
        return new Date(Date.parse(this.props.today) + days * DAY).toISOString().slice(0, 10);
    }

    choose(name, ev) {
        this.state[name] = Number(ev.target.value);
    }

    // ------------------------------------------------------------- promise
    get promisable() {
        return this.props.customer.items.filter((item) => item.asked > 0);
    }

    get currencies() {
        const found = new Map();
        for (const item of this.promisable) {
            found.set(item.currency_id, { id: item.currency_id, name: item.currency });
        }
        return [...found.values()];
    }

    get offered() {
        return this.promisable.filter((item) => item.currency_id === this.state.currency_id);
    }

    get suggested() {
        const chosen = this.offered.filter((item) => this.state.lines[item.key]);
        const late = this.offered.filter((item) => item.late);
        const counted = chosen.length ? chosen : late.length ? late : this.offered;
        return Math.round(counted.reduce((sum, item) => sum + item.asked, 0) * 100) / 100;
    }

    get contestable() {
        return this.props.customer.items.filter((item) => item.move_id && !item.credit);
    }

    // ------------------------------------------------------------- saving
    get common() {
        return {
            note: this.state.note,
            person_id: Number(this.state.person_id) || false,
            duration: Number(this.state.duration) || 0,
        };
    }

    submit() {
        if (this.saving) {
            return undefined;
        }
        this.saving = true;
        const save = { call: this.saveCall, promise: this.savePromise, dispute: this.saveDispute };
        const method = save[this.props.form] || this.saveSnooze;
        return method.call(this).finally(() => (this.saving = false));
    }

    async saveCall() {
        const { result, next_date: next } = this.state;
        if (!result) {
            this.state.missing = _t("Say how the call ended.");
            return;
        }
        const values = { ...this.common, result, next_date: next || false };
        await this.props.save("log_call", [values], _t("The call is logged."));
    }

    async savePromise() {
        const { amount, date, currency_id, lines } = this.state;
        const chosen = this.offered.filter((item) => lines[item.key]);
        const values = {
            ...this.common,
            amount: Number(amount || this.suggested),
            date,
            currency_id,
            line_ids: chosen.map((item) => item.key),
        };
        const text = _t("The promise is noted; reminders pause for its amount.");
        await this.props.save("promise", [values], text);
    }

    async saveDispute() {
        const { move_id, amount } = this.state;
        const values = {
            ...this.common,
            move_id: Number(move_id),
            amount: Number(amount) || 0,
        };
        const text = _t("The dispute is noted; reminders pause for its amount.");
        await this.props.save("dispute", [values], text);
    }

    async saveSnooze() {
        const until = this.state.next_date || this.inDays(7);
        await this.props.save("snooze", [until, this.state.note], _t("Put aside."));
    }

    // ------------------------------------------------------------- keyboard
    onKeydown(ev) {
        const typing = ev.target.closest("input, textarea, select");
        if (document.querySelector(".modal.d-block, .modal.show") || ev.repeat) {
            return;
        }
        if (ev.key === "Enter" && !this.isButton(ev.target)) {
            ev.preventDefault();
            this.submit();
        } else if (this.props.form === "call" && !typing && /^[1-7]$/.test(ev.key)) {
            ev.preventDefault();
            this.state.result = this.props.results[Number(ev.key) - 1][0];
        }
    }

    /** A button does what it says; a result that was chosen is saved. */
    isButton(element) {
        const button = element.closest("button, a");
        return button && !button.dataset.results;
    }
}
