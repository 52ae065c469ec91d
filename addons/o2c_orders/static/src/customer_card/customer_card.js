import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { router } from "@web/core/browser/router";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { useDebounced } from "@web/core/utils/timing";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
const MODEL = "res.partner";
const PAUSE = 180; // milliseconds after the last key

/** One search box for every number and name, and the customer behind it. */
export class CustomerCard extends Component {
    static template = "o2c_orders.CustomerCard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.input = useRef("input");
        this.state = useState({ text: "", results: null, chosen: 0, card: null });
        this.search = useDebounced(() => this.find(), PAUSE);
        this.asked = 0;
        // whoever comes back by the breadcrumb finds the same customer
        useSetupAction({ getLocalState: () => ({ partnerId: this.state.card?.head.id }) });
        onWillStart(() => this.start());
        onMounted(() => this.input.el.focus());
    }

    /** The card of the address, of the action's parameters, or what was searched. */
    async start() {
        const { state, resId, action } = this.props;
        const id = state?.partnerId || resId || action.params?.partner_id;
        if (id) {
            return this.show(id);
        }
        const text = router.current.o2c_q;
        if (text) {
            this.state.text = String(text);
            await this.find();
        }
    }

    async find() {
        const text = this.state.text.trim();
        const asked = ++this.asked;
        const results = text.length > 1 ? await this.call("o2c_card_search", [text]) : null;
        // an answer that comes after a later question is old
        if (asked === this.asked) {
            Object.assign(this.state, { results, chosen: 0 });
        }
    }

    async show(id) {
        const card = await this.call("o2c_card", [[id]]);
        Object.assign(this.state, { card, results: null, text: "" });
        this.props.updateActionState?.({ resId: id });
        this.env.config.setDisplayName?.(card.head.name);
    }

    call(method, args) {
        return this.orm.call(MODEL, method, args);
    }

    onKeydown(ev) {
        const keys = {
            ArrowDown: () => this.move(1),
            ArrowUp: () => this.move(-1),
            Enter: () => this.choose(),
            Escape: () => this.forget(),
        };
        if (ev.key in keys) {
            ev.preventDefault();
            return keys[ev.key]();
        }
    }

    move(step) {
        const count = this.state.results?.length;
        if (count) {
            this.state.chosen = (this.state.chosen + step + count) % count;
        }
    }

    async choose() {
        this.search.cancel();
        if (!this.state.results?.length) {
            await this.find();
        }
        const result = this.state.results?.[this.state.chosen];
        return result && this.show(result.id);
    }

    forget() {
        ++this.asked;
        this.search.cancel();
        Object.assign(this.state, { text: "", results: null });
    }

    when(contact) {
        return deserializeDateTime(contact.at).toLocaleString(DateTime.DATETIME_SHORT);
    }

    contactTitle(contact) {
        return contact.direction === "in" ? _t("From the customer") : _t("To the customer");
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openRecord(line) {
        return line.record && this.open(...line.record);
    }

    do(method) {
        const id = this.state.card.head.id;
        return this.action.doActionButton({
            type: "object",
            name: method,
            resModel: MODEL,
            resId: id,
            resIds: [id],
            context: {},
            // what was entered in a dialog shows at once
            onClose: () => this.show(id),
        });
    }
}

registry.category("actions").add("o2c_customer_card", CustomerCard);
