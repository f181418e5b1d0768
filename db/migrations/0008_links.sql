CREATE TABLE "links" (
	"code" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"title" text,
	"note" text,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "links_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE INDEX "links_created" ON "links" USING btree ("created_at","code");