// Many slow streams at once: sseload PORT PATH MODEL STREAMS SECONDS CHUNKS INTERVAL_MS, the caller's key in KEY
//
// Keeps STREAMS streams open against 127.0.0.1 for SECONDS (started over the first second, each followed by the next),
// checks every one of them (status, each of CHUNKS chunks in order, [DONE], an orderly end) and prints one JSON object.
// Times come from the chunks themselves: ssemock says when each was due and when it was written.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 512
#define SECOND 1000000000L
#define PATIENCE (20 * SECOND)

typedef enum { HEAD, SIZE, DATA, DATA_END, TRAILER, WHOLE } part;

typedef struct {
  int fd;
  bool active;      // a request is out and its answer has not ended
  bool receiving;   // its first chunk is here
  bool done;        // [DONE] was seen
  part part;        // of the HTTP answer
  char text[16384]; // the part's bytes so far: head, a size line, or a frame
  size_t length;    // of text
  char line[64];    // the size line of an HTTP chunk
  size_t line_length;
  size_t left;      // of an HTTP chunk's data
  int chunks;
  long asked;
} stream;

typedef struct {
  long *values;
  size_t count, room;
} series;

static struct {
  long ok, connect_failed, bad_status, cut, disordered, error_frames, unfinished;
} outcome;

static series first, transit, late;
static long together, active, at_once, most_at_once;
static stream **idle;  // those that may ask again
static int idle_count;
static int expected_chunks, epoll, told;
static long interval;
static char request[4096];
static int request_length;
static struct sockaddr_in address;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND + t.tv_nsec;
}

static void add(series *s, long value) {
  if (s->count == s->room) {
    s->room = s->room ? s->room * 2 : 65536;
    s->values = realloc(s->values, s->room * sizeof *s->values);
    if (!s->values) fail("series");
  }
  s->values[s->count++] = value;
}

static long failures(void) {
  return outcome.connect_failed + outcome.bad_status + outcome.cut + outcome.disordered + outcome.error_frames + outcome.unfinished;
}

static void tell(const char *what, const char *text) {
  if (told++ < 5) fprintf(stderr, "%s: %.200s\n", what, text);
}

static bool open_connection(stream *s) {
  int one = 1;
  s->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (s->fd < 0) fail("socket");
  if (connect(s->fd, (struct sockaddr *)&address, sizeof address)) {
    tell("connect", strerror(errno));
    close(s->fd);
    s->fd = -1;
    outcome.connect_failed++;
    return false;
  }
  setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct epoll_event interest = {.events = EPOLLIN, .data.ptr = s};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, s->fd, &interest)) fail("epoll_ctl");
  return true;
}

static void rest(stream *s) {
  idle[idle_count++] = s;
}

static void leave(stream *s) {
  if (s->receiving) at_once--;
  if (s->active) {
    active--;
    rest(s);
  }
  s->active = s->receiving = false;
}

// Ends a stream that went wrong; its connection is of no further use.
static void abandon(stream *s, long *reason, const char *what, const char *text) {
  tell(what, text);
  (*reason)++;
  leave(s);
  close(s->fd);
  s->fd = -1;
}

static void ask(stream *s) {
  if (s->fd < 0 && !open_connection(s)) {
    rest(s);
    return;
  }
  s->part = HEAD;
  s->length = s->line_length = s->left = 0;
  s->chunks = 0;
  s->done = false;
  s->active = true;
  active++;
  s->asked = now();
  if (send(s->fd, request, request_length, MSG_NOSIGNAL) != request_length) {
    abandon(s, &outcome.cut, "send", strerror(errno));
  }
}

// Takes one event of the stream; false when the stream went wrong and was given up.
static bool frame(stream *s, char *text, long arrived) {
  if (strncmp(text, "data: ", 6) != 0) return true;  // a comment
  if (strncmp(text, "data: [DONE]", 12) == 0) {
    s->done = true;
    return true;
  }
  char *token = strstr(text, "\"token"), *written = strstr(text, "\"ts\":"), *due = strstr(text, "\"due\":");
  if (!token || !written || !due) {
    abandon(s, &outcome.error_frames, "unexpected frame", text);
    return false;
  }
  if (atoi(token + 6) != s->chunks + 1) {
    abandon(s, &outcome.disordered, "chunk out of order", text);
    return false;
  }
  if (s->chunks++ == 0) {
    s->receiving = true;
    if (++at_once > most_at_once) most_at_once = at_once;
    add(&first, arrived - s->asked - interval);
  }
  add(&transit, arrived - atol(written + 5));
  add(&late, arrived - atol(due + 6));
  return true;
}

// Takes bytes of the body, without HTTP's chunk sizes; counts the frames they complete.
static bool body(stream *s, const char *bytes, size_t count, long arrived, int *frames) {
  for (size_t i = 0; i < count; i++) {
    if (s->length == sizeof s->text - 1) {
      abandon(s, &outcome.error_frames, "frame too long", s->text);
      return false;
    }
    s->text[s->length++] = bytes[i];
    if (s->length >= 2 && bytes[i] == '\n' && s->text[s->length - 2] == '\n') {
      s->text[s->length] = 0;
      s->length = 0;
      int before = s->chunks;
      if (!frame(s, s->text, arrived)) return false;
      *frames += s->chunks - before;
    }
  }
  return true;
}

static bool head_byte(stream *s, char byte) {
  if (s->length < sizeof s->text - 1) s->text[s->length++] = byte;
  s->text[s->length] = 0;
  if (s->length < 4 || strcmp(s->text + s->length - 4, "\r\n\r\n") != 0) return true;
  if (strncmp(s->text, "HTTP/1.1 200", 12) != 0 || !strcasestr(s->text, "transfer-encoding: chunked")) {
    abandon(s, &outcome.bad_status, "answer", s->text);
    return false;
  }
  s->length = 0;
  s->part = SIZE;
  return true;
}

// Takes one byte of a size line, of the line end after a chunk's data, or of the trailer.
static void line_byte(stream *s, char byte) {
  if (byte != '\n') {
    if (s->line_length < sizeof s->line - 1) s->line[s->line_length++] = byte;
    return;
  }
  s->line[s->line_length] = 0;
  bool empty = s->line_length == 0 || s->line[0] == '\r';
  s->line_length = 0;
  if (s->part == DATA_END) {
    s->part = SIZE;
  } else if (s->part == TRAILER) {
    if (empty) s->part = WHOLE;
  } else {
    s->left = strtoul(s->line, NULL, 16);
    s->part = s->left ? DATA : TRAILER;
  }
}

// Takes what arrived in one read; false when the stream was given up.
static bool take(stream *s, const char *bytes, size_t count, long arrived) {
  int frames = 0;
  for (size_t i = 0; i < count;) {
    if (s->part == WHOLE) {
      abandon(s, &outcome.disordered, "bytes after the end", bytes + i);
      return false;
    }
    if (s->part == HEAD) {
      if (!head_byte(s, bytes[i++])) return false;
    } else if (s->part == DATA) {
      size_t here = count - i < s->left ? count - i : s->left;
      if (!body(s, bytes + i, here, arrived, &frames)) return false;
      i += here;
      s->left -= here;
      if (s->left == 0) s->part = DATA_END;
    } else {
      line_byte(s, bytes[i++]);
    }
  }
  together += frames > 1 ? frames - 1 : 0;
  return true;
}

static void readable(stream *s) {
  char bytes[65536];
  ssize_t n = recv(s->fd, bytes, sizeof bytes - 1, MSG_DONTWAIT);
  long arrived = now();
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0 && !s->active) {  // an idle connection that the other side closes is no failure
    close(s->fd);
    s->fd = -1;
    return;
  }
  if (n <= 0) {
    abandon(s, &outcome.cut, "cut", n < 0 ? strerror(errno) : "closed before the end");
    return;
  }
  bytes[n] = 0;
  if (!s->active) {
    abandon(s, &outcome.disordered, "bytes without a request", bytes);
    return;
  }
  if (!take(s, bytes, n, arrived) || s->part != WHOLE) return;
  if (!s->done || s->chunks != expected_chunks) {
    abandon(s, &outcome.cut, "ended too early", s->done ? "chunks are missing" : "no [DONE]");
    return;
  }
  outcome.ok++;
  leave(s);
}

static int ascending(const void *a, const void *b) {
  long x = *(const long *)a, y = *(const long *)b;
  return (x > y) - (x < y);
}

static void print_series(const char *name, series *s) {
  static const struct { const char *name; double share; } points[] = {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"max", 1}};
  if (s->count) qsort(s->values, s->count, sizeof *s->values, ascending);
  printf(",\"%s\":{", name);
  for (int i = 0; i < 4; i++) {
    size_t at = s->count ? (size_t)(points[i].share * (s->count - 1)) : 0;
    printf("%s\"%s\":%.2f", i ? "," : "", points[i].name, s->count ? s->values[at] / 1e6 : 0);
  }
  printf("}");
}

static void prepare_request(int port, const char *path, const char *model) {
  char json[1024];
  const char *key = getenv("KEY");
  int length = snprintf(json, sizeof json,
      "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
      "\"Please count slowly to fifty and say a word to every number.\"}]}", model);
  request_length = snprintf(request, sizeof request,
      "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
      "Content-Length: %d\r\n\r\n%s", path, port, key ? key : "none", length, json);
  if (length >= (int)sizeof json || request_length >= (int)sizeof request) {
    fprintf(stderr, "path, model or key is too long\n");
    exit(2);
  }
}

static void run(stream **streams, int count, double seconds) {
  struct epoll_event events[EVENTS];
  long begin = now(), end = begin + (long)(seconds * SECOND);
  int started = 0;
  for (;;) {
    long at = now();
    while (started < count && begin + SECOND * started / count <= at) ask(streams[started++]);
    for (int i = idle_count; i > 0 && at < end && failures() < 5L * count; i--) ask(idle[--idle_count]);
    if (at >= end && active == 0) return;
    if (at >= end + PATIENCE) {
      outcome.unfinished = active;
      return;
    }
    int n = epoll_wait(epoll, events, EVENTS, 1);
    if (n < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < n; i++) readable(events[i].data.ptr);
  }
}

int main(int count, char **arguments) {
  if (count != 8) {
    fprintf(stderr, "usage: sseload PORT PATH MODEL STREAMS SECONDS CHUNKS INTERVAL_MS\n");
    return 2;
  }
  int port = atoi(arguments[1]), wanted = atoi(arguments[4]);
  expected_chunks = atoi(arguments[6]);
  interval = atol(arguments[7]) * 1000000L;
  prepare_request(port, arguments[2], arguments[3]);
  address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct rlimit files;
  if (!getrlimit(RLIMIT_NOFILE, &files)) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  epoll = epoll_create1(0);
  stream **streams = calloc(wanted, sizeof *streams);
  idle = calloc(wanted, sizeof *idle);
  if (epoll < 0 || !streams || !idle) fail("start");
  for (int i = 0; i < wanted; i++) {
    streams[i] = calloc(1, sizeof **streams);
    if (!streams[i]) fail("stream");
    open_connection(streams[i]);
  }
  run(streams, wanted, atof(arguments[5]));
  printf("{\"streams\":%d,\"at_once\":%ld,\"ok\":%ld,\"failed\":%ld,\"connect_failed\":%ld,\"bad_status\":%ld,\"cut\":%ld,"
         "\"disordered\":%ld,\"error_frames\":%ld,\"unfinished\":%ld,\"chunks\":%zu,\"coalesced_percent\":%.3f",
      wanted, most_at_once, outcome.ok, failures(), outcome.connect_failed, outcome.bad_status, outcome.cut,
      outcome.disordered, outcome.error_frames, outcome.unfinished, transit.count,
      transit.count ? 100.0 * together / transit.count : 0);
  print_series("first_added_ms", &first);
  print_series("transit_ms", &transit);
  print_series("late_ms", &late);
  printf("}\n");
  return 0;
}
