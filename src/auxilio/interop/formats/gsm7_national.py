"""National tables of the GSM 7-bit alphabet, by which texts of telephones in Spanish, Portuguese and Turkish are read. Used by `gsm7`.

Source: 3GPP TS 23.038 (ETSI TS 123 038), 6.2.1.2.4 languages, A.2.1 to A.2.3 single shift, A.3.1 and A.3.3 locking shift.
"""

TURKISH, SPANISH, PORTUGUESE = 1, 2, 3
"""National language identifiers. A text of another one is read by the default tables, as the standard asks for."""
EXTENSION = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
}  # fmt: skip
"""By the septet that follows the escape; each national table has these too."""
LOCKING_SHIFT = {
    TURKISH: (
        "@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bŞşßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        "İABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§çabcdefghijklmnopqrstuvwxyzäöñüà"
    ),
    PORTUGUESE: (
        "@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|\x1bÂâÊÉ !\"#º%&'()*+,-./0123456789:;<=>?"
        "ÍABCDEFGHIJKLMNOPQRSTUVWXYZÃÕÚÜ§~abcdefghijklmnopqrstuvwxyzãõ`üà"
    ),
}
"""In place of the default alphabet, by septet. Spanish has none."""
_ACUTE = {
    0x09: "ç", 0x49: "Í", 0x4F: "Ó", 0x55: "Ú", 0x69: "í", 0x6F: "ó", 0x75: "ú"
}  # fmt: skip
SINGLE_SHIFT = {
    TURKISH: EXTENSION | {0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ", 0x69: "ı", 0x73: "ş"},
    SPANISH: EXTENSION | _ACUTE | {0x41: "Á", 0x61: "á"},
    PORTUGUESE: EXTENSION | _ACUTE | {
        0x05: "ê", 0x0B: "Ô", 0x0C: "ô", 0x0E: "Á", 0x0F: "á", 0x12: "Φ", 0x13: "Γ", 0x15: "Ω", 0x16: "Π", 0x17: "Ψ",
        0x18: "Σ", 0x19: "Θ", 0x1F: "Ê", 0x41: "À", 0x5B: "Ã", 0x5C: "Õ", 0x61: "Â", 0x7B: "ã", 0x7C: "õ", 0x7F: "â",
    },
}  # fmt: skip
"""In place of the extension table."""
