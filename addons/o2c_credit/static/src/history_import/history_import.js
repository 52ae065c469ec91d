import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const PIECE = 256 * 1024;
const MODEL = "o2c.history.import";
const DELIMITERS = [
    [",", _t("Comma")],
    [";", _t("Semicolon")],
    ["\t", _t("Tabulator")],
    ["|", _t("Vertical bar")],
];

/**
 * Import of receivables: the file goes to the server piece by piece, the columns are
 * confirmed, a dry run shows what would happen, and then all of it is imported or
 * nothing.
 */
export class HistoryImport extends Component {
    static template = "o2c_credit.HistoryImport";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.input = useRef("input");
        this.delimiters = DELIMITERS;
        this.state = useState({
            step: "file",
            busy: "",
            progress: 0,
            lines: 0,
            over: false,
            info: null,
            settings: null,
            result: null,
            done: null,
            stale: false,
        });
        onWillStart(async () => {
            const id = this.props.action.params?.import_id;
            if (id) {
                this.id = id;
                await this.prepare();
            }
        });
    }

    // ------------------------------------------------------------- the file
    onDrop(ev) {
        this.state.over = false;
        this.send(ev.dataTransfer.files[0]);
    }

    async send(file) {
        if (!file || this.state.busy) {
            return;
        }
        Object.assign(this.state, { busy: "upload", progress: 0, lines: 0 });
        try {
            this.id = await this.orm.call(MODEL, "start", [file.name]);
            for (let from = 0, piece = 0; from < file.size; from += PIECE, piece++) {
                const data = await this.encode(file.slice(from, from + PIECE));
                this.state.lines += await this.orm.call(MODEL, "upload", [[this.id], piece, data]);
                this.state.progress = Math.min(1, (from + PIECE) / file.size);
            }
            await this.prepare();
        } finally {
            this.state.busy = "";
        }
    }

    async encode(blob) {
        const url = await new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result);
            reader.onerror = () => reject(reader.error);
            reader.readAsDataURL(blob);
        });
        return url.slice(url.indexOf(",") + 1);
    }

    async prepare() {
        this.show(await this.orm.call(MODEL, "prepare", [[this.id]]));
        await this.check();
    }

    show(info) {
        const settings = info.settings;
        delete info.settings;
        this.state.info = { ...this.state.info, ...info };
        this.state.settings = settings;
        this.state.step = "mapping";
    }

    // ------------------------------------------------------------- the columns
    fieldOf(index) {
        const columns = Object.entries(this.state.settings.columns);
        return columns.find(([, position]) => position === index)?.[0] || "";
    }

    assign(index, key) {
        const columns = this.state.settings.columns;
        for (const [other, position] of Object.entries(columns)) {
            if (position === index || other === key) {
                delete columns[other];
            }
        }
        if (key) {
            columns[key] = index;
        }
        return this.check();
    }

    set(name, value) {
        this.state.settings[name] = value;
        return this.check();
    }

    setIn(name, key, value) {
        this.state.settings[name] = { ...this.state.settings[name], [key]: value };
        return this.check();
    }

    async recut(name, value) {
        const settings = { ...this.state.settings, [name]: value };
        this.show(await this.orm.call(MODEL, "recut", [[this.id], settings]));
        await this.check();
    }

    companyValues() {
        const known = Object.keys(this.state.settings.companies || {});
        return [...new Set([...known, ...(this.state.result?.no_company || [])])];
    }

    rateCodes() {
        const known = Object.keys(this.state.settings.rates || {});
        return [...new Set([...known, ...(this.state.result?.no_rate || [])])];
    }

    // ------------------------------------------------------------- dry run, import
    async check() {
        const run = (this.run = (this.run || 0) + 1);
        this.state.stale = true;
        const result = await this.orm.call(MODEL, "check", [[this.id], this.state.settings]);
        if (run === this.run) {
            // an answer to older settings comes too late
            this.state.result = result;
            this.state.stale = false;
        }
    }

    get canImport() {
        const { result, stale, busy } = this.state;
        const refused = !result || result.missing.length || result.unsure.length;
        return !refused && !stale && !busy && !result.errors && result.read > 0;
    }

    confirm() {
        const { counts, new_customers: customers } = this.state.result;
        this.dialog.add(ConfirmationDialog, {
            title: _t("Import the file"),
            body: _t("%(fresh)s new items, %(changed)s changed, %(customers)s new customers.", {
                fresh: counts.new,
                changed: counts.changed,
                customers,
            }),
            confirmLabel: _t("Import"),
            confirm: () => this.apply(),
            cancel: () => {},
        });
    }

    async apply() {
        if (!this.canImport) {
            return;
        }
        this.state.busy = "apply";
        try {
            this.state.done = await this.orm.call(MODEL, "apply", [[this.id], this.state.settings]);
            this.state.step = "done";
        } finally {
            this.state.busy = "";
        }
    }

    // ------------------------------------------------------------- ways on
    get problemsUrl() {
        const name = encodeURIComponent(`${_t("problems")}.csv`);
        const stamp = Date.now();
        return `/web/content/${MODEL}/${this.id}/problems_file?download=true&filename=${name}&unique=${stamp}`;
    }

    again() {
        Object.assign(this.state, { step: "file", info: null, result: null, done: null });
    }

    openItems() {
        return this.action.doActionButton({
            type: "object",
            name: "action_items",
            resModel: MODEL,
            resId: this.id,
            resIds: [this.id],
            context: {},
        });
    }
}

registry.category("actions").add("o2c_credit.history_import", HistoryImport);
