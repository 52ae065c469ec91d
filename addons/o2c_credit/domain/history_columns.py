"""The columns of a file of receivables, and how they are recognised by their names."""

import unicodedata
from enum import Enum


class Column(str, Enum):
    """What a column of the file says, in the order in which it is asked for."""

    NUMBER = "number"
    CUSTOMER = "customer"
    INVOICE_DATE = "invoice_date"
    DUE_DATE = "due_date"
    AMOUNT = "amount"
    SETTLED_DATE = "settled_date"
    CURRENCY = "currency"
    RATE = "rate"
    OPEN_AMOUNT = "open_amount"
    COMPANY = "company"
    CUSTOMER_NAME = "customer_name"
    VAT = "vat"
    EXTERNAL_ID = "external_id"
    DISPUTED = "disputed"
    DUNNING_STEP = "dunning_step"
    BROKEN_PROMISE = "broken_promise"
    RETURNED_PAYMENT = "returned_payment"


REQUIRED = (
    Column.NUMBER,
    Column.CUSTOMER,
    Column.INVOICE_DATE,
    Column.DUE_DATE,
    Column.AMOUNT,
)
DATES = (
    Column.INVOICE_DATE,
    Column.DUE_DATE,
    Column.SETTLED_DATE,
    Column.BROKEN_PROMISE,
    Column.RETURNED_PAYMENT,
)
AMOUNTS = (Column.AMOUNT, Column.OPEN_AMOUNT)

# header names as they are met, without accents, blanks and signs: English, Italian,
# Spanish, Polish, German, French
_NAMES = {
    Column.NUMBER: (
        "number invoice invoiceno invoicenumber invoicenr invoiceid document"
        " documentno documentnumber docno reference numero numerofattura nfattura"
        " fattura documento numerodocumento factura numerofactura nfactura nofactura"
        " numerfaktury nrfaktury faktura nrdokumentu numerdokumentu dokument"
        " rechnung rechnungsnummer rechnungsnr belegnummer belegnr facture"
        " numerofacture nfacture"
    ),
    Column.CUSTOMER: (
        "customer customerid customerno customernumber custnumber client clientid"
        " account debtor accountnumber cliente codicecliente codcliente idcliente"
        " codigocliente numerocliente klient kontrahent idklienta kodklienta"
        " kodkontrahenta nrklienta kunde kundennummer kundennr debitor codeclient"
        " numeroclient"
    ),
    Column.INVOICE_DATE: (
        "invoicedate dateinvoice documentdate docdate date issuedate postingdate"
        " datafattura datadocumento data dataemissione fecha fechafactura"
        " fechaemision fechadocumento datafaktury datawystawienia datadokumentu"
        " rechnungsdatum belegdatum datum datefacture datedefacture"
    ),
    Column.DUE_DATE: (
        "duedate datedue due maturity maturitydate paymentdue datascadenza scadenza"
        " fechavencimiento vencimiento fechadevencimiento terminplatnosci"
        " termin dataplatnosci terminzaplaty falligkeit falligkeitsdatum falligam"
        " echeance dateecheance datedecheance"
    ),
    Column.AMOUNT: (
        "amount invoiceamount total totalamount amounttotal totalopenamount gross"
        " grossamount value importo totale importofattura importototale importe"
        " importetotal total monto importefactura kwota kwotabrutto wartosc brutto"
        " wartoscbrutto razem betrag rechnungsbetrag bruttobetrag montant"
        " montantttc totalttc"
    ),
    Column.SETTLED_DATE: (
        "settleddate datesettled settled cleardate clearingdate paiddate datepaid"
        " paymentdate paidon datapagamento datasaldo pagatoil fechapago"
        " fechadepago fechacobro datazaplaty datarozliczenia datasplaty zaplacono"
        " zahlungsdatum ausgleichsdatum bezahltam datepaiement datereglement"
        " datedepaiement"
    ),
    Column.CURRENCY: (
        "currency currencycode invoicecurrency valuta divisa moneda waluta wahrung"
        " devise"
    ),
    Column.RATE: (
        "rate exchangerate currencyrate cambio tassodicambio tasso tipodecambio"
        " tipocambio kurs kurswaluty wechselkurs tauxdechange taux"
    ),
    Column.OPEN_AMOUNT: (
        "openamount amountopen open balance openbalance residual amountdue"
        " outstanding remaining importoaperto saldo residuo importeabierto"
        " importependiente pendiente dozaplaty pozostalo saldodozaplaty offen"
        " offenerbetrag restbetrag solde montantdu resteapayer"
    ),
    Column.COMPANY: (
        "company companycode businesscode legalentity societa azienda"
        " codicesocieta empresa sociedad spolka firma kodspolki buchungskreis"
        " gesellschaft mandant societe"
    ),
    Column.CUSTOMER_NAME: (
        "customername namecustomer clientname debtorname name nomecliente"
        " ragionesociale nombrecliente razonsocial nazwaklienta nazwakontrahenta"
        " nazwa kundenname nomclient raisonsociale"
    ),
    Column.VAT: (
        "vat vatnumber vatno taxid vatid partitaiva piva nif cif nip"
        " ustidnr ustid umsatzsteuerid numerotva tva"
    ),
    Column.EXTERNAL_ID: (
        "externalid itemid entryid docid uniqueid idexterno identificativo"
        " identificador idzewnetrzne lineid"
    ),
    Column.DISPUTED: (
        "disputed dispute contested contestata contestato incontestazione disputada"
        " endisputa reclamada sporna sporne reklamacja strittig bestritten"
        " conteste litige"
    ),
    Column.DUNNING_STEP: (
        "dunningstep dunninglevel reminder reminderlevel sollecito livellosollecito"
        " nivelreclamacion reclamacion monit poziommonitu mahnstufe"
        " niveaurelance relance"
    ),
    Column.BROKEN_PROMISE: (
        "brokenpromise promisebroken brokenpromisedate promessadisattesa"
        " promesaincumplida niedotrzymanaobietnica zusagegebrochen"
    ),
    Column.RETURNED_PAYMENT: (
        "returnedpayment paymentreturned bouncedpayment insoluto ritornoinsoluto"
        " pagodevuelto devolucion zwrotplatnosci zwroconaplatnosc rucklastschrift"
        " impaye rejet"
    ),
}
SYNONYMS = {
    name: column for column, names in reversed(_NAMES.items()) for name in names.split()
}


def plain(header):
    """A header without accents, case, blanks and signs.

    >>> plain("N° Fattúra_2")
    'nfattura2'
    """
    text = unicodedata.normalize("NFKD", header.replace("ł", "l").replace("Ł", "l"))
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())


def signature(headers):
    """What a layout is remembered by: the names of its columns, in their order.

    >>> signature(["Invoice No.", "Due date"])
    'invoiceno|duedate'
    """
    return "|".join(plain(header) for header in headers)


def propose(headers):
    """Which column says what, by the names: ``{Column: index}``; each index once.

    >>> propose(["Rechnungsnummer", "Fälligkeit"])[Column.DUE_DATE]
    1
    """
    found = {}
    for index, header in enumerate(headers):
        column = SYNONYMS.get(plain(header))
        if column is not None and column not in found:
            found[column] = index
    return dict(sorted(found.items(), key=lambda item: list(Column).index(item[0])))


def missing(columns):
    """The columns without which nothing can be read, of those not given."""
    return [column for column in REQUIRED if column not in columns]
