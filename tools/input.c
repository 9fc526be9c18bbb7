/* SPDX-License-Identifier: MIT
 *
 * Reading by blocks of 256 KiB.  The first bytes tell whether the stream is gzip (1F 8B) or zstd (28 B5 2F
 * FD); both may consist of several members or frames one after the other.  The first 64 KiB of what comes out
 * are kept for a look (is it text? which encoding? JSON?) before anyone decides how to read on.  Text in another encoding than UTF-8
 * then goes through a decoder, a block at a time. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "decode.h"
#include "signals.h"
#include "tool.h"

#define BLOCK ((size_t)256 << 10)
#define PEEK ((size_t)64 << 10)
#define READ_MOST ((size_t)8 << 20) /* at a time, so that Ctrl-C is heard in between */

typedef enum coding { PLAIN, GZIP, ZSTD } coding;

struct at_input {
  int fd;
  struct stat status;
  coding coding;
  z_stream gzip;
  ZSTD_DStream *zstd;
  bool inside; /* a gzip member or zstd frame is open */
  bool ended;  /* the file gave its last byte */
  const char *failure;
  uint64_t taken;
  size_t start, end; /* of the bytes in block that are not used yet */
  at_decoder *decoder;
  at_text decoded; /* what the decoder made, given up to decoded_at */
  size_t decoded_at;
  size_t peeked, given;
  char peek[PEEK];
  char block[BLOCK];
};

static size_t read_bytes(at_input *input, char *out, size_t size) {
  if (input->ended || input->failure != NULL) return 0;
  ssize_t got;
  if (size > READ_MOST) size = READ_MOST;
  do got = read(input->fd, out, size);
  while (got < 0 && errno == EINTR && !at_signals_caught());
  if (got < 0) input->failure = strerror(errno);
  input->ended = got <= 0;
  if (got <= 0) return 0;
  input->taken += (size_t)got;
  return (size_t)got;
}

/* Read on into the block when it is empty.  False: nothing is left. */
static bool fill(at_input *input) {
  if (input->start < input->end) return true;
  input->start = 0;
  input->end = read_bytes(input, input->block, BLOCK);
  return input->end > 0;
}

static bool open_coding(at_input *input) {
  const unsigned char *p = (const unsigned char *)input->block;
  /* A pipe may give its first bytes one by one. */
  while (input->end > 0 && input->end < 4) {
    ssize_t got = read(input->fd, input->block + input->end, 4 - input->end);
    if (got <= 0) break;
    input->end += (size_t)got;
  }
  if (input->end >= 2 && p[0] == 0x1F && p[1] == 0x8B) {
    input->coding = GZIP;
    return inflateInit2(&input->gzip, 15 + 16) == Z_OK;
  }
  if (input->end >= 4 && memcmp(p, "\x28\xB5\x2F\xFD", 4) == 0) {
    input->coding = ZSTD;
    input->zstd = ZSTD_createDStream();
    return input->zstd != NULL;
  }
  return true;
}

at_input *at_input_open(const char *path) {
  at_input *input = at_realloc(NULL, sizeof *input);
  memset(input, 0, offsetof(at_input, peek));
  input->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (input->fd < 0 || fstat(input->fd, &input->status) != 0) {
    int problem = errno;
    at_input_close(input);
    errno = problem;
    return NULL;
  }
  if (fill(input) && !open_coding(input)) at_die("out of memory");
  return input;
}

void at_input_close(at_input *input) {
  if (input->coding == GZIP) inflateEnd(&input->gzip);
  ZSTD_freeDStream(input->zstd);
  at_decoder_close(input->decoder);
  at_text_clear(&input->decoded);
  if (input->fd > STDIN_FILENO) close(input->fd);
  free(input);
}

const struct stat *at_input_status(const at_input *input) { return &input->status; }
const char *at_input_failure(const at_input *input) { return input->failure; }
uint64_t at_input_taken(const at_input *input) { return input->taken; }

/* To where it is wanted at once, when that is room enough. */
static size_t read_plain(at_input *input, char *out, size_t size) {
  if (input->start == input->end && size >= BLOCK) return read_bytes(input, out, size);
  if (!fill(input)) return 0;
  size_t part = input->end - input->start;
  if (part > size) part = size;
  memcpy(out, input->block + input->start, part);
  input->start += part;
  return part;
}

static size_t read_gzip(at_input *input, char *out, size_t size) {
  z_stream *z = &input->gzip;
  if (size > BLOCK) size = BLOCK;
  z->next_out = (Bytef *)out;
  z->avail_out = (uInt)size;
  while (z->avail_out == size && fill(input)) {
    z->next_in = (Bytef *)input->block + input->start;
    z->avail_in = (uInt)(input->end - input->start);
    input->inside = true;
    int result = inflate(z, Z_NO_FLUSH);
    input->start = input->end - z->avail_in;
    if (result == Z_STREAM_END) {
      input->inside = false;
      inflateReset(z);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      input->failure = "damaged gzip data";
    }
    if (input->failure != NULL) break;
  }
  return size - z->avail_out;
}

static size_t read_zstd(at_input *input, char *out, size_t size) {
  ZSTD_outBuffer to = {out, size, 0};
  while (to.pos == 0 && (input->inside || fill(input))) {
    /* Inside a frame the decoder may hold bytes although the block is used up. */
    bool more = fill(input);
    ZSTD_inBuffer from = {input->block, input->end, input->start};
    size_t result = ZSTD_decompressStream(input->zstd, &to, &from);
    input->start = from.pos;
    if (ZSTD_isError(result)) {
      input->failure = "damaged zstd data";
      break;
    }
    input->inside = result != 0;
    if (!more && to.pos == 0) break;
  }
  return to.pos;
}

static size_t read_unpacked(at_input *input, char *out, size_t size) {
  size_t got = 0;
  if (input->failure != NULL || size == 0) return 0;
  switch (input->coding) {
  case PLAIN: return read_plain(input, out, size);
  case GZIP: got = read_gzip(input, out, size); break;
  case ZSTD: got = read_zstd(input, out, size); break;
  }
  if (got == 0 && input->inside && input->failure == NULL) input->failure = "compressed data end too early";
  return got;
}

static void peek_bytes(at_input *input) {
  while (input->given == 0 && input->peeked < PEEK) {
    size_t got = read_unpacked(input, input->peek + input->peeked, PEEK - input->peeked);
    if (got == 0) break;
    input->peeked += got;
  }
}

static size_t read_peeked(at_input *input, void *out, size_t size) {
  size_t part = input->peeked - input->given;
  if (part == 0) return read_unpacked(input, out, size);
  if (part > size) part = size;
  memcpy(out, input->peek + input->given, part);
  input->given += part;
  return part;
}

/* Until SIZE bytes of text wait.  False: nothing is left. */
static bool decode_more(at_input *input, size_t size) {
  char bytes[8192];
  if (input->decoded_at > 0) {
    input->decoded.size -= input->decoded_at;
    memmove(input->decoded.bytes, input->decoded.bytes + input->decoded_at, input->decoded.size);
    input->decoded_at = 0;
  }
  for (size_t got = 1; input->decoded.size < size && got > 0;) {
    got = read_peeked(input, bytes, sizeof bytes);
    at_decoder_push(input->decoder, bytes, got, got == 0, &input->decoded);
  }
  return input->decoded.size > 0;
}

bool at_input_decode(at_input *input, const char *name) {
  peek_bytes(input);
  input->decoder = at_decoder_open(name);
  return input->decoder != NULL;
}

uint64_t at_input_broken(const at_input *input) {
  return input->decoder == NULL ? 0 : at_decoder_broken(input->decoder);
}

const char *at_input_peek(at_input *input, size_t *out_size) {
  if (input->decoder != NULL) {
    decode_more(input, PEEK);
    *out_size = input->decoded.size < PEEK ? input->decoded.size : PEEK;
    return at_text_string(&input->decoded);
  }
  peek_bytes(input);
  *out_size = input->peeked;
  return input->peek;
}

size_t at_input_read(at_input *input, void *out, size_t size) {
  if (input->decoder == NULL) return read_peeked(input, out, size);
  size_t part = input->decoded.size - input->decoded_at;
  if (part == 0 && !decode_more(input, 1)) return 0;
  part = input->decoded.size - input->decoded_at;
  if (part > size) part = size;
  memcpy(out, input->decoded.bytes + input->decoded_at, part);
  input->decoded_at += part;
  return part;
}

bool at_input_read_all(at_input *input, at_text *out, uint64_t limit) {
  size_t step = BLOCK;
  if (input->coding == PLAIN && input->decoder == NULL && S_ISREG(input->status.st_mode) &&
      input->status.st_size > 0 && (uint64_t)input->status.st_size < limit)
    step = (size_t)input->status.st_size + 1;
  at_text_reset(out);
  for (;;) {
    if (at_signals_caught()) input->failure = strerror(EINTR);
    char *room = at_text_room(out, step);
    size_t got = at_input_read(input, room, step);
    if (got == 0) break;
    out->size += got;
    if (out->size > limit) return false;
    step = step > got + BLOCK ? step - got : BLOCK;
  }
  at_text_add(out, "", 0);
  return input->failure == NULL;
}
