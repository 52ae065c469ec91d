import {
    Component,
    onWillDestroy,
    onWillStart,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { WorkForms } from "./work_forms";

const MODEL = "o2c.work.item";
// typed with the left hand while the right one holds the receiver
const KEYS = {
    n: "next",
    c: "call",
    p: "promise",
    d: "dispute",
    e: "email",
    s: "snooze",
    "/": "search",
    "?": "help",
};

/**
 * The work list of a collector: what is left on the left, everything about one customer
 * on the right, and everything he does about him without leaving it.
 */
export class WorkList extends Component {
    static template = "o2c_credit.WorkList";
    static components = { WorkForms };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.search = useRef("search");
        this.list = useRef("list");
        this.keys = [
            ["N", _t("Next customer")],
            ["C", _t("Log a call")],
            ["P", _t("Promise")],
            ["D", _t("Dispute")],
            ["E", _t("E-mail")],
            ["S", _t("Put aside")],
            ["/", _t("Search")],
            ["↑ ↓", _t("Up and down the list, Enter opens")],
            ["Esc", _t("Close a form")],
            ["?", _t("These keys")],
        ];
        this.state = useState({
            options: { scope: "mine", order: "points", action: "", text: "" },
            queue: { rows: [], count: 0, overdue: "", value: "" },
            setup: { actions: [], results: [] },
            current: null,
            cursor: 0,
            form: null,
            help: false,
            busy: false,
            passed: [],
        });
        useExternalListener(window, "keydown", this.onKeydown.bind(this));
        useExternalListener(window, "pagehide", () => this.release());
        onWillStart(() => this.start());
        onWillDestroy(() => this.release());
    }

    async start() {
        const [values, queue] = await Promise.all([
            this.orm.call(MODEL, "setup_values", []),
            this.orm.call(MODEL, "queue", [this.state.options]),
        ]);
        this.state.setup = values;
        this.state.queue = queue;
        const asked = this.props.action.params?.item_id;
        if (asked) {
            await this.open(asked);
        }
    }

    // ------------------------------------------------------------- the queue
    async loadQueue() {
        const run = (this.run = (this.run || 0) + 1);
        const queue = await this.orm.call(MODEL, "queue", [this.state.options]);
        if (run === this.run) {
            this.state.queue = queue;
            const rows = queue.rows.length;
            this.state.cursor = Math.max(0, Math.min(this.state.cursor, rows - 1));
        }
    }

    setOption(name, value) {
        this.state.options[name] = value;
        this.state.cursor = 0;
        return this.loadQueue();
    }

    async more() {
        const options = { ...this.state.options, offset: this.state.queue.rows.length };
        const queue = await this.orm.call(MODEL, "queue", [options]);
        this.state.queue.rows.push(...queue.rows);
    }

    move(step) {
        const last = this.state.queue.rows.length - 1;
        this.state.cursor = Math.max(0, Math.min(last, this.state.cursor + step));
        const row = this.list.el?.querySelectorAll("[role=option]")[this.state.cursor];
        row?.scrollIntoView({ block: "nearest" });
    }

    // ------------------------------------------------------------- one customer
    async open(id) {
        const taken = await this.orm.call(MODEL, "take", [[id]]);
        await this.show(id);
        if (!taken && this.state.current.taken) {
            this.notification.add(this.state.current.taken, { type: "warning" });
        }
        await this.loadQueue();
    }

    async show(id) {
        const same = this.state.current?.id === id;
        this.state.current = await this.orm.call(MODEL, "detail", [[id]]);
        this.state.form = null;
        const place = this.state.queue.rows.findIndex((row) => row.id === id);
        if (place >= 0) {
            this.state.cursor = place;
        }
        if (!same) {
            document.querySelector(".o_o2c_work_customer")?.scrollTo(0, 0);
        }
    }

    async next() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const passed = this.state.current ? [this.state.current.id] : [];
            this.state.passed = [...new Set([...this.state.passed, ...passed])];
            const args = [this.state.options, this.state.passed];
            const id = await this.orm.call(MODEL, "take_next", args);
            if (id) {
                await this.show(id);
            } else {
                this.state.current = null;
                this.state.passed = [];
                this.notification.add(_t("There is nothing left to do here."), {
                    type: "success",
                });
            }
            await this.loadQueue();
        } finally {
            this.state.busy = false;
        }
    }

    release() {
        if (this.state.current?.mine) {
            // whoever closes the window does not wait for the answer
            this.orm.silent.call(MODEL, "release", [[this.state.current.id]]).catch(() => {});
        }
    }

    // ------------------------------------------------------------- what he does
    async ask(form) {
        if (!this.state.current) {
            return;
        }
        if (this.state.current.taken) {
            this.notification.add(this.state.current.taken, { type: "warning" });
            return;
        }
        if (form === "email") {
            await this.email();
        } else {
            this.state.form = form;
        }
    }

    async save(method, args, message) {
        const id = this.state.current.id;
        await this.orm.call(MODEL, method, [[id], ...args]);
        this.notification.add(message, { type: "success" });
        this.state.form = null;
        if (method === "snooze") {
            await this.next();
        } else {
            await this.show(id);
            await this.loadQueue();
        }
    }

    closeForm() {
        this.state.form = null;
    }

    async email() {
        const id = this.state.current.id;
        const action = await this.orm.call(MODEL, "write_email", [[id]]);
        await this.action.doAction(action, {
            onClose: async () => {
                await this.show(id);
                await this.loadQueue();
            },
        });
    }

    async wake() {
        const id = this.state.current.id;
        await this.orm.call(MODEL, "wake", [[id]]);
        await this.show(id);
        await this.loadQueue();
    }

    openRecord(model, id) {
        if (id) {
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
                target: "new",
            });
        }
    }

    openCustomer() {
        return this.action.doActionButton({
            type: "object",
            name: "action_customer_view",
            resModel: "o2c.credit.account",
            resId: this.state.current.account_id,
            resIds: [this.state.current.account_id],
            context: user.context,
        });
    }

    // ------------------------------------------------------------- keyboard
    onKeydown(ev) {
        const modifier = ev.ctrlKey || ev.altKey || ev.metaKey;
        if (
            modifier ||
            ev.defaultPrevented ||
            document.querySelector(".modal.d-block, .modal.show")
        ) {
            return;
        }
        const typing = ev.target.closest("input, textarea, select, [contenteditable=true]");
        if (ev.key === "Escape") {
            this.escape(ev);
        } else if (!typing && !this.state.form) {
            // an open form has the keys
            this.steer(ev);
        }
    }

    steer(ev) {
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            this.move(ev.key === "ArrowDown" ? 1 : -1);
        } else if (ev.key === "Enter" && !ev.target.closest("button, a")) {
            const row = this.state.queue.rows[this.state.cursor];
            if (row) {
                ev.preventDefault();
                this.open(row.id);
            }
        } else {
            this.command(ev);
        }
    }

    escape(ev) {
        if (this.state.form || this.state.help) {
            ev.preventDefault();
            this.state.form = null;
            this.state.help = false;
        } else if (ev.target === this.search.el) {
            this.search.el.blur();
        }
    }

    command(ev) {
        const command = KEYS[ev.key.toLowerCase()];
        if (!command) {
            return;
        }
        ev.preventDefault();
        if (command === "next") {
            this.next();
        } else if (command === "search") {
            this.search.el.focus();
        } else if (command === "help") {
            this.state.help = !this.state.help;
        } else {
            this.ask(command);
        }
    }
}

registry.category("actions").add("o2c_credit.work_list", WorkList);
