// A slow chat upstream: ssemock PORT CHUNKS INTERVAL_MS
//
// Answers every request on 127.0.0.1 with an event stream of CHUNKS chunks, one every INTERVAL_MS, on one thread. Each
// chunk says when it was due and when it was written, in nanoseconds of the monotonic clock, so that whoever reads it on
// the same machine can tell what was added on the way.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
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
#define NANOS_PER_MS 1000000L

typedef struct {
  int fd;
  char request[16384];
  size_t received;
  bool wants_usage;
  bool streaming;  // has a place in the schedule
  bool closed;     // freed when its place in the schedule comes up
  int sent;
  long due;
} stream;

static int chunks;
static long interval;
static int epoll;

// The schedule: a binary heap of the streams that owe a chunk, the earliest first.
static stream **schedule;
static size_t scheduled, schedule_room;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void push(stream *s) {
  if (scheduled == schedule_room) {
    schedule_room = schedule_room ? schedule_room * 2 : 1024;
    schedule = realloc(schedule, schedule_room * sizeof *schedule);
    if (!schedule) fail("schedule");
  }
  size_t at = scheduled++;
  while (at > 0 && schedule[(at - 1) / 2]->due > s->due) {
    schedule[at] = schedule[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  schedule[at] = s;
}

static stream *pop(void) {
  stream *first = schedule[0], *last = schedule[--scheduled];
  size_t at = 0, child;
  while ((child = 2 * at + 1) < scheduled) {
    if (child + 1 < scheduled && schedule[child + 1]->due < schedule[child]->due) child++;
    if (last->due <= schedule[child]->due) break;
    schedule[at] = schedule[child];
    at = child;
  }
  schedule[at] = last;
  return first;
}

static void end(stream *s) {
  close(s->fd);  // leaves the epoll set with it
  s->closed = true;
  if (!s->streaming) free(s);
}

// A reader that cannot keep up with one small chunk per interval is cut off: a mock that waits measures itself.
static bool put(stream *s, const char *bytes, size_t length) {
  if (send(s->fd, bytes, length, MSG_NOSIGNAL) == (ssize_t)length) return true;
  end(s);
  return false;
}

static void start(stream *s) {
  static const char head[] =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  if (!put(s, head, sizeof head - 1)) return;
  s->sent = 0;
  s->streaming = true;
  s->due = now() + interval;
  push(s);
}

static void write_chunk(stream *s) {
  static const char envelope[] =
      "\"id\":\"chatcmpl-7d1f\",\"object\":\"chat.completion.chunk\",\"created\":1763600000,\"model\":\"gpt-4o-mini\","
      "\"system_fingerprint\":\"fp_bench\"";
  char body[2048], frame[2200];
  bool last = ++s->sent >= chunks;
  int n = snprintf(body, sizeof body,
      "data: {%s,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"token%d \"},\"logprobs\":null,\"finish_reason\":%s}],"
      "\"ts\":%ld,\"due\":%ld}\n\n",
      envelope, s->sent, last ? "\"stop\"" : "null", now(), s->due);
  if (last && s->wants_usage) {
    n += snprintf(body + n, sizeof body - n,
        "data: {%s,\"choices\":[],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":%d,\"total_tokens\":%d}}\n\n",
        envelope, chunks, chunks + 21);
  }
  if (last) n += snprintf(body + n, sizeof body - n, "data: [DONE]\n\n");
  int length = snprintf(frame, sizeof frame, "%x\r\n%s\r\n%s", n, body, last ? "0\r\n\r\n" : "");
  s->streaming = false;
  if (!put(s, frame, length) || last) return;
  s->streaming = true;
  s->due += interval;
  push(s);
}

// Whether a whole request has arrived; bodies come with a length or in chunks.
static bool complete(const stream *s) {
  const char *end_of_head = strstr(s->request, "\r\n\r\n");
  if (!end_of_head) return false;
  const char *body = end_of_head + 4;
  size_t had = s->request + s->received - body;
  const char *length = strcasestr(s->request, "\ncontent-length:");
  if (length && length < end_of_head) return had >= strtoul(length + 16, NULL, 10);
  const char *coding = strcasestr(s->request, "\ntransfer-encoding:");
  if (coding && coding < end_of_head) return had >= 5 && !memcmp(body + had - 5, "0\r\n\r\n", 5);
  return true;
}

static void read_request(stream *s) {
  ssize_t n = recv(s->fd, s->request + s->received, sizeof s->request - 1 - s->received, MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {  // gone, or a request larger than any of ours
    end(s);
    return;
  }
  s->received += n;
  s->request[s->received] = 0;
  if (s->streaming || !complete(s)) return;
  s->wants_usage = strstr(s->request, "\"include_usage\":true") != NULL;
  s->received = 0;
  start(s);
}

static void take(int listener) {
  int fd, one = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    stream *s = calloc(1, sizeof *s);
    if (!s) fail("stream");
    s->fd = fd;
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = s};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest)) fail("epoll_ctl");
  }
  if (errno != EAGAIN && errno != ECONNABORTED) fail("accept");
}

static int listen_on(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 8192)) fail("listen");
  return listener;
}

static void write_due_chunks(void) {
  while (scheduled > 0 && schedule[0]->due <= now()) {
    stream *s = pop();
    if (s->closed) {
      free(s);
    } else {
      write_chunk(s);
    }
  }
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: ssemock PORT CHUNKS INTERVAL_MS\n");
    return 2;
  }
  chunks = atoi(arguments[2]);
  interval = atol(arguments[3]) * NANOS_PER_MS;
  struct rlimit files;
  if (!getrlimit(RLIMIT_NOFILE, &files)) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  epoll = epoll_create1(0);
  int listener = listen_on(atoi(arguments[1]));
  struct epoll_event interest = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
  if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &interest)) fail("epoll");
  for (;;) {
    int n = epoll_wait(epoll, events, EVENTS, scheduled ? 1 : 100);
    if (n < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < n; i++) {
      if (events[i].data.ptr) {
        read_request(events[i].data.ptr);
      } else {
        take(listener);
      }
    }
    write_due_chunks();
  }
}
