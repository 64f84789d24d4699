/* Tests of src/page/charset.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "charset.h"
#include "tap.h"

static dl_arena arena;

static dl_charset read_as(dl_str bytes, const char *transport)
{
    dl_charset charset;
    dl_error err;
    dl_arena_reset(&arena);
    CHECK(dl_charset_read(bytes, dl_str_of(transport), true, &arena, &charset, &err) == DL_OK);
    return charset;
}

static void a_byte_order_mark_goes_before_all_labels(void)
{
    const dl_charset c = read_as(DL_STR("\xEF\xBB\xBF<meta charset=koi8-r>caf\xC3\xA9"), "koi8-r");
    CHECK_STR(dl_str_of(c.from), "bom");
    CHECK_STR(c.text, "<meta charset=koi8-r>caf\xC3\xA9");
    CHECK_INT(dl_charset_source(&c, 1), 4);
}

static void the_transport_goes_before_the_page(void)
{
    const dl_charset c = read_as(DL_STR("<meta charset=utf-8>\xCF\xF0\xE8"), "windows-1251");
    CHECK_STR(dl_str_of(c.from), "transport");
    CHECK_STR(c.text, "<meta charset=utf-8>При");
}

static void a_meta_tag_is_believed(void)
{
    const dl_charset c = read_as(DL_STR("<meta charset=iso-8859-2>\xB3\xF3" "d\xBC in \xA3\xF3" "d\xBC"), "");
    CHECK_STR(dl_str_of(c.from), "meta");
    CHECK_STR(dl_str_of(c.name), "ISO-8859-2");
    CHECK_STR(c.text, "<meta charset=iso-8859-2>łódź in Łódź");
}

static void valid_utf8_beats_a_wrong_label(void)
{
    const dl_charset c = read_as(DL_STR("<meta charset=iso-8859-1>K\xC3\xB6ln"), "");
    CHECK_STR(dl_str_of(c.from), "valid");
    CHECK_STR(c.text, "<meta charset=iso-8859-1>Köln");
}

static void bytes_without_any_label_are_guessed(void)
{
    /* a Russian sentence in windows-1251 */
    const dl_charset c = read_as(
        DL_STR("\xCC\xEE\xF1\xF2 \xE7\xE0\xEA\xF0\xFB\xF2 \xE4\xEE \xE2\xE5\xF1\xED\xFB, "
               "\xF1\xEA\xE0\xE7\xE0\xEB \xEC\xFD\xF0 \xE3\xEE\xF0\xEE\xE4\xE0 \xE2 \xEF\xEE\xED"
               "\xE5\xE4\xE5\xEB\xFC\xED\xE8\xEA."), "");
    CHECK_STR(dl_str_of(c.from), "guess");
    CHECK(dl_str_find(c.text, DL_STR("Мост закрыт до весны")) == 0);
}

static void every_byte_of_a_transcoded_text_leads_back(void)
{
    char page[1200], want[2] = {0};
    memset(page, 'a', sizeof page);
    for (size_t i = 0; i < sizeof page; i += 7) {
        page[i] = (char)0xE9; /* é in windows-1252: two bytes of UTF-8 */
    }
    const dl_charset c = read_as((dl_str){page, sizeof page}, "windows-1252");
    size_t wrong = 0, source = 0;
    for (size_t at = 0; at < c.text.size; source++) {
        wrong += dl_charset_source(&c, at) != source;
        at += (unsigned char)c.text.at[at] < 0x80 ? 1 : 2;
    }
    (void)want;
    CHECK_INT(source, sizeof page);
    CHECK_INT(wrong, 0);
}

static void double_byte_and_stateful_encodings_lead_back_too(void)
{
    const dl_charset sjis = read_as(DL_STR("ab\x93\xFA\x96\x7B" "c"), "shift_jis");
    CHECK_STR(sjis.text, "ab日本c");
    CHECK_INT(dl_charset_source(&sjis, 5), 4);
    CHECK_INT(dl_charset_source(&sjis, 8), 6);
    const dl_charset jis = read_as(DL_STR("a\x1B$B\x46\x7C\x4B\x5C\x1B(Bz"), "iso-2022-jp");
    CHECK_STR(jis.text, "a日本z");
    CHECK_INT(dl_charset_source(&jis, 7), 8); /* the escape back to ASCII comes with z */
}

static void broken_utf8_is_mended_not_refused(void)
{
    const dl_charset c = read_as(DL_STR("Zürich, Genève, Neuchâtel, Grüsch, Bülach und K\xC3ln"), "utf-8");
    CHECK_STR(dl_str_of(c.name), "UTF-8");
    CHECK(dl_str_find(c.text, DL_STR("\xEF\xBF\xBD")) != SIZE_MAX);
}

static void utf16_is_read(void)
{
    const dl_charset c = read_as(DL_STR("\xFF\xFEh\0i\0"), "");
    CHECK_STR(c.text, "hi");
    CHECK_INT(dl_charset_source(&c, 1), 4);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(a_byte_order_mark_goes_before_all_labels);
    TEST(the_transport_goes_before_the_page);
    TEST(a_meta_tag_is_believed);
    TEST(valid_utf8_beats_a_wrong_label);
    TEST(bytes_without_any_label_are_guessed);
    TEST(every_byte_of_a_transcoded_text_leads_back);
    TEST(double_byte_and_stateful_encodings_lead_back_too);
    TEST(broken_utf8_is_mended_not_refused);
    TEST(utf16_is_read);
    dl_arena_done(&arena);
    return tap_done();
}
