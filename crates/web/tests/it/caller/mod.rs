mod answer;
mod ask;
