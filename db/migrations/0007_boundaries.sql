CREATE TABLE "boundaries" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"sha256" text,
	"topology" text,
	"facts" jsonb,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "boundaries_singleton" CHECK ("boundaries"."singleton")
);
