"""Words of the check-up: the checklist to the start."""


def steps(env):
    """The steps of the checklist of the spine, in the order in which they are done."""
    return [*_company(env), *_rules(env), *_practice(env)]


def _company(env):
    return [
        _step(
            "zone",
            env._("The company has a time zone"),
            env._("Days are days of the company: late or not depends on it."),
            "base.action_res_company_form",
        ),
        _step(
            "address",
            env._("The company has its address and e-mail"),
            env._("They stand on every document that a customer gets."),
            "base.action_res_company_form",
        ),
        _step(
            "people",
            env._("The people of the order desk have their group"),
            env._("Settings, Users: Order desk or Order manager. Two people at least."),
            "base.action_res_users",
        ),
        _step(
            "carriers",
            env._("There is a carrier"),
            env._("With its tracking link, so that deliveries can be followed."),
            "delivery.action_delivery_carrier_form",
        ),
    ]


def _rules(env):
    return [
        _step(
            "checks",
            env._("Entry checks are switched on"),
            env._("Which ones, and whether they hold, say the proposals."),
            "o2c_orders.action_entry_check",
        ),
        _step(
            "proposals",
            env._("Every proposal is decided"),
            env._("Put in force, or left as it was."),
        ),
        _step(
            "holds",
            env._("Everybody knows who releases which hold"),
            env._("Look at the hold reasons and the groups that release them."),
            "o2c_orders.action_hold_reason",
            automatic=False,
        ),
    ]


def _practice(env):
    return [
        _step(
            "training",
            env._("Everybody has practised once"),
            env._("Confirm, hold, release, deliver and invoice a sample order."),
            automatic=False,
        ),
        _step(
            "sample",
            env._("Sample data are removed"),
            env._("They help to practise; real figures want real orders."),
        ),
        _step(
            "order",
            env._("The first real order is confirmed"),
            env._("Follow it through its stages."),
            "o2c_orders.action_order",
        ),
    ]


def _step(key, name, text, action="", automatic=True):
    return {
        "key": key,
        "name": name,
        "help": text,
        "action": action,
        "automatic": automatic,
    }


# ------------------------------------------------------------- sample data
def sample_words(env):
    """Names of the sample data, so that nobody takes them for real."""
    return {
        "customer": env._("Practice Café (sample)"),
        "product": env._("Practice cups (sample)"),
        "journal": env._("Practice invoices (sample)"),
        "error": env._("Practice: the house number was missing."),
    }


def sample_kept(env, names):
    """What is said of sample orders that the ledgers know."""
    return env._(
        "Removed. %s stay as cancelled orders: holds or contacts refer to them, and"
        " these are never deleted.",
        ", ".join(names),
    )


def sample_removed(env):
    """What is said when nothing is left."""
    return env._("The sample data are removed.")
