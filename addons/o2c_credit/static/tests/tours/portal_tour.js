import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Five days from today, as a date field of a page takes it. */
function inFiveDays() {
    const day = new Date(Date.now() + 5 * 24 * 3600 * 1000);
    return day.toISOString().slice(0, 10);
}

/** A customer reads his statement, promises to pay one invoice and contests another. */
tours.add("o2c_credit_portal", {
    steps: () => [
        { trigger: "a[href='/my/statement']", run: "click", expectUnloadPage: true },
        { trigger: ".o2c_portal_statement tr:contains('TOUR-1') .text-bg-danger" },
        { trigger: ".o2c_portal_statement tr:contains('TOUR-1') input:checked" },
        { trigger: "summary:contains('Promise to pay what is chosen')", run: "click" },
        {
            trigger: "details[open] input[name=date]",
            run: ({ anchor }) => {
                anchor.value = inFiveDays();
            },
        },
        {
            trigger: "details[open] button[formaction$='/promise']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success" },
        { trigger: "tr:contains('TOUR-1') .text-bg-info:contains('promised')" },
        {
            trigger: "tr:contains('TOUR-2') td:last-child a[href*='/dispute/']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "input[name=amount]", run: "edit 120" },
        { trigger: "textarea[name=text]", run: "edit Two boxes were broken" },
        { trigger: "form button.btn-primary", run: "click", expectUnloadPage: true },
        { trigger: "tr:contains('TOUR-2') .text-bg-warning:contains('in dispute')" },
    ],
});
