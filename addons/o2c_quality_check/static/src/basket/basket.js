/** @odoo-module **/

import { Component, onWillStart, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { useDebounced } from "@web/core/utils/timing";
import { formatMonetary } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";
import { CallInput } from "@o2c_quality_check/call_screen/input";

const MODEL = "o2c.call";
// "6 x beans" or "6*beans": so much of what is found
const AMOUNT_FIRST = /^\s*(\d+(?:[.,]\d+)?)\s*[x*×]\s*(.*)$/i;

/**
 * The basket of a call that sells: find products, fill the quotation, send it.
 *
 * `call.id` is a call that the user is holding; `refresh` is told when the quotation
 * changed.
 */
export class CallBasket extends Component {
    static template = "o2c_quality_check.CallBasket";
    static components = { CallInput };
    static props = {
        call: Object,
        reload: { type: Function, optional: true },
        refresh: { type: Function, optional: true },
        "*": true,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.mutex = new Mutex();
        this.found = new KeepLast();
        this.input = useRef("search");
        this.search = useDebounced(this.find, 150);
        this.state = useState({ basket: null, rows: [], at: 0, text: "", busy: false });
        onWillStart(() => this.open(this.props.call.id));
        onWillUpdateProps((next) => next.call.id !== this.props.call.id && this.open(next.call.id));
    }

    async open(callId) {
        const basket = await this.orm.call(MODEL, "basket_open", [[callId]]);
        const { proposals, ...rest } = basket;
        Object.assign(this.state, { basket: rest, proposals, rows: [], text: "", at: 0 });
    }

    // ------------------------------------------------------------- changing it
    /** One change after the other: each answers with the basket as it is then. */
    change(method, ...args) {
        return this.mutex.exec(async () => {
            this.state.busy = true;
            try {
                const id = this.props.call.id;
                const basket = await this.orm.call(MODEL, method, [[id], ...args]);
                if (id === this.props.call.id) {
                    this.state.basket = basket;
                }
                this.props.refresh?.();
                return true;
            } finally {
                this.state.busy = false;
            }
        });
    }

    inBasket(productId) {
        const line = this.goods.find((l) => l.product === productId);
        return line ? line.quantity : 0;
    }

    async add(row, quantity) {
        const amount = quantity ?? this.amount ?? row.quantity ?? 1;
        await this.change("basket_set", row.id, this.inBasket(row.id) + amount);
        this.clearSearch();
    }

    /** As the user writes numbers: 2,5 or 2.5. */
    quantity(line) {
        return formatFloat(line.quantity, { digits: [16, 3], trailingZeros: false });
    }

    quantityAttributes(line) {
        return {
            class: "form-control form-control-sm text-end",
            inputmode: "decimal",
            "aria-label": _t("Quantity of %s", line.name),
        };
    }

    get noteAttributes() {
        return { class: "form-control form-control-sm o_o2c_basket_note", maxlength: "2000" };
    }

    /** What stands in the field as a number, null when it is none. */
    typedQuantity(ev) {
        try {
            return parseFloat(ev.target.value);
        } catch {
            return null;
        }
    }

    setQuantity(line, ev) {
        const quantity = this.typedQuantity(ev);
        if (quantity === null) {
            ev.target.value = this.quantity(line);
            return this.notification.add(_t("A quantity is a number."), { type: "warning" });
        }
        return quantity === line.quantity
            ? null
            : this.change("basket_set", line.product, quantity);
    }

    onQuantityKey(line, ev) {
        const step = { ArrowUp: 1, ArrowDown: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            const quantity = Math.max((this.typedQuantity(ev) ?? line.quantity) + step, 0);
            ev.target.value = this.quantity({ quantity });
            this.change("basket_set", line.product, quantity);
        } else if (ev.key === "Enter") {
            ev.target.blur();
            this.input.el?.focus();
        }
    }

    async applyCode(ev) {
        const code = ev.target.value.trim();
        if (code && (await this.change("basket_code", code))) {
            ev.target.value = "";
        }
    }

    setAddress(ev) {
        return this.change("basket_address", Number(ev.target.value));
    }

    onCodeKey(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.applyCode(ev);
        }
    }

    async send() {
        const { email } = this.state.basket;
        if (await this.change("basket_send")) {
            this.notification.add(_t("Sent to %s", email), { type: "success" });
        }
    }

    async copyLink() {
        await browser.navigator.clipboard.writeText(this.order.link);
        this.notification.add(_t("The link is in the clipboard."), { type: "success" });
    }

    // ------------------------------------------------------------- searching
    get amount() {
        const match = AMOUNT_FIRST.exec(this.state.text);
        return match ? Number(match[1].replace(",", ".")) : null;
    }

    get words() {
        const match = AMOUNT_FIRST.exec(this.state.text);
        return (match ? match[2] : this.state.text).trim();
    }

    onType(ev) {
        this.state.text = ev.target.value;
        this.search();
    }

    async find() {
        const args = [[this.props.call.id], this.words];
        const rows = this.words
            ? await this.found.add(this.orm.call(MODEL, "basket_search", args))
            : [];
        Object.assign(this.state, { rows, at: 0, searched: this.words });
    }

    clearSearch() {
        Object.assign(this.state, { text: "", rows: [], at: 0, searched: "" });
        this.input.el?.focus();
    }

    async onSearchKey(ev) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step && this.rows.length) {
            ev.preventDefault();
            this.state.at = (this.state.at + step + this.rows.length) % this.rows.length;
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            // a scanner or a quick hand is faster than the delay
            if (this.words && this.words !== this.state.searched) {
                await this.find();
            }
            if (this.words && this.rows.length) {
                await this.add(this.rows[this.state.at]);
            }
        } else if (ev.key === "Escape" && this.state.text) {
            ev.preventDefault();
            ev.stopPropagation();
            this.clearSearch();
        }
    }

    // ------------------------------------------------------------- what is shown
    get rows() {
        return this.words ? this.state.rows : this.state.proposals;
    }

    get order() {
        return this.state.basket.order;
    }

    get isOpen() {
        return !this.order || this.order.open;
    }

    get goods() {
        return this.state.basket.lines.filter((line) => !line.reward);
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.basket.currency });
    }
}
