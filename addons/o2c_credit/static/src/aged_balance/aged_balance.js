import { Component, onWillStart, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "o2c.aged.balance";
const KEPT = "o2c_aged_question";

/**
 * What is open on any day, in buckets of days, added up by customer, salesperson, area…
 * Every amount leads to the items behind it.
 */
export class AgedBalance extends Component {
    static template = "o2c_credit.AgedBalance";
    static components = { Pager };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.last = new KeepLast();
        this.state = useState({ question: {}, query: "", page: 0, order: null, busy: false });
        this.data = useState({ rows: [], totals: [], buckets: [], count: 0 });
        // the way back from the items leads to what was asked before
        const kept = sessionStorage.getItem(KEPT);
        Object.assign(this.state, kept ? JSON.parse(kept) : {}, { busy: false });
        onWillStart(async () => {
            this.options = await this.orm.call(MODEL, "choices", []);
            if (!this.options.companies.some((c) => c.id === this.state.question.company_id)) {
                this.state.question = {};
            }
            await this.load();
        });
    }

    // ------------------------------------------------------------- reading
    async load() {
        this.state.busy = true;
        const { question, page, order, query } = this.state;
        try {
            const found = await this.last.add(
                this.orm.call(MODEL, "table", [question], { page, order, query })
            );
            Object.assign(this.data, found);
            this.state.question = found.question;
            sessionStorage.setItem(KEPT, JSON.stringify(this.state));
        } finally {
            this.state.busy = false;
        }
    }

    ask(values) {
        Object.assign(this.state.question, values);
        Object.assign(this.state, { page: 0, order: null });
        return this.load();
    }

    sort(order) {
        Object.assign(this.state, { order, page: 0 });
        return this.load();
    }

    find(query) {
        Object.assign(this.state, { query, page: 0 });
        return this.load();
    }

    turn({ offset }) {
        this.state.page = offset / this.data.size;
        return this.load();
    }

    // ------------------------------------------------------------- showing
    money(amount, row) {
        return formatCurrency(amount, row.currency_id);
    }

    get day() {
        return formatDate(deserializeDate(this.state.question.as_of));
    }

    share(row, place) {
        return row.total > 0 ? Math.max(0, Math.min(1, row.cells[place] / row.total)) : 0;
    }

    // ------------------------------------------------------------- ways on
    async items(row, bucket = null) {
        const key = row ? row.key || false : null;
        this.go("open_items", { key, bucket });
    }

    pivot() {
        this.go("open_items", { view: "pivot" });
    }

    download(details) {
        return this.go("export", { details });
    }

    async go(method, values) {
        const action = await this.orm.call(MODEL, method, [this.state.question], values);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("o2c_aged_balance", AgedBalance);
